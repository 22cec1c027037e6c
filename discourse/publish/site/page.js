
"use strict";
(() => {
  const ledger = JSON.parse(document.getElementById("ledger").textContent);
  const panel = document.getElementById("lines");
  const heading = document.getElementById("lines-title");
  const answer = document.getElementById("answer");
  const back = document.getElementById("back");
  const close = document.getElementById("close");
  const AT_ONCE = 200;
  let asked = null;

  // ---- the text in the page; positions count characters, not UTF-16 units

  const pieces = ledger.documents.map((_, at) =>
    [...document.querySelectorAll(`.piece[data-document="${at}"]`)].map((element) => ({
      element,
      start: Number(element.dataset.start),
      section: element.dataset.section,
      counted: element.dataset.treatment === "count",
      characters: Array.from(element.textContent),
    })),
  );

  const pieceAt = (document, start) =>
    pieces[document].find((p) => p.start <= start && start < p.start + p.characters.length);

  // The context before or after a line, without a partial word at its outer end.
  const before = (piece, at) => cut(piece, at - 60, at).replace(at - 60 > piece.start ? /^\S*\s+/u : /^/u, "");
  const after = (piece, at) =>
    cut(piece, at, at + 60).replace(at + 60 < piece.start + piece.characters.length ? /\s+\S*$/u : /$/u, "");

  const cut = (piece, start, end) =>
    piece.characters.slice(Math.max(start - piece.start, 0), Math.max(end - piece.start, 0)).join("");

  const tokens = ledger.documents.map((document) => {
    let place = 0;
    const borders = document.tokens.map((step) => (place += step));
    return borders.filter((_, at) => at % 2 === 0).map((start, at) => [start, borders[2 * at + 1]]);
  });

  // ---- evidence, counted again

  function lineOf(entry, at, seen) {
    const [document, start, end, form] = entry.spans.slice(4 * at, 4 * at + 4);
    const piece = pieceAt(document, start);
    const text = piece ? cut(piece, start, end) : "";
    const id = `${ledger.documents[document].sha256.slice(0, 12)}:${start}-${end}`;
    const place = `${document}:${start}-${end}`;
    let fault = "";
    if (!piece) fault = "this place is not in the page";
    else if (!piece.counted) fault = "the text here is not counted";
    else if (text !== entry.forms[form]) fault = `the text here is not “${entry.forms[form]}”`;
    else if (seen.has(place)) fault = "this line is counted twice";
    seen.add(place);
    return { document, start, end, piece, text, id, fault };
  }

  function stretchOf(entry, at) {
    const [document, start, end] = entry.spans.slice(3 * at, 3 * at + 3);
    const inside = tokens[document].filter(([from, to]) => start <= from && to <= end);
    const words = inside.filter(([from, to]) => {
      const piece = pieceAt(document, from);
      return piece && piece.counted && /^\S+$/u.test(cut(piece, from, to));
    });
    const characters = pieces[document].reduce(
      (sum, piece) => sum + Array.from(cut(piece, start, end)).length, 0);
    return { document, start, end, piece: pieceAt(document, start), words: words.length,
      fault: words.length < inside.length ? "a word is missing here" : "", characters };
  }

  const counted = ledger.evidence.map((entry) => {
    const seen = new Set();
    if (entry.kind === "lines") {
      const lines = Array.from({ length: entry.spans.length / 4 }, (_, at) => lineOf(entry, at, seen));
      const good = lines.filter((line) => !line.fault).length;
      return { entry, lines, count: good, faults: Math.max(entry.embedded, lines.length) - good,
        complete: entry.embedded === entry.total };
    }
    const lines = Array.from({ length: entry.spans.length / 3 }, (_, at) => stretchOf(entry, at));
    const sum = (name) => lines.reduce((total, line) => total + line[name], 0);
    return { entry, lines, tokens: sum("words"), characters: sum("characters"),
      faults: lines.filter((line) => line.fault).length,
      complete: lines.every((line) => ledger.documents[line.document].whole) };
  });

  const measured = ([evidence, column]) =>
    ["count", "tokens", "characters"].includes(column) && counted[evidence].complete
      ? counted[evidence][column] : null;

  // ---- a number on the page, compared with its evidence

  function readNumber(text) {
    const plain = text.trim().replace(/[,\s\u00a0]/g, "").replace("\u2212", "-");
    const found = /^(-?\d+(?:\.(\d+))?)(%?)$/.exec(plain);
    return found && { value: Number(found[1]), digits: (found[2] || "").length, scale: found[3] ? 100 : 1 };
  }

  const near = (one, other) => Math.abs(one - other) <= 1e-9 * Math.max(1, Math.abs(one));

  const shows = (shown, value) =>
    Math.abs(value * shown.scale - shown.value) <= 0.5 * 10 ** -shown.digits + 1e-9 * Math.max(1, Math.abs(shown.value));

  function verdict(element) {
    const number = ledger.numbers[Number(element.dataset.number)];
    const shown = element.closest("svg") ? null : readNumber(element.dataset.shown ?? element.textContent);
    const found = number.rests.map(measured);
    const computed = found.length === 2 && !found.includes(null) ? found[0] / found[1] : null;
    const again = found.length === 1 ? found[0] : computed;
    const expected = again ?? number.value;
    const problems = [];
    if (shown && expected !== null && !shows(shown, expected)) {
      problems.push(again === null
        ? `The page shows ${element.dataset.shown ?? element.textContent.trim()}; the table gave ${expected}.`
        : `The page shows ${element.dataset.shown ?? element.textContent.trim()}; the text gives ${expected}.`);
    }
    if (again !== null && number.value !== null && !near(again, number.value)) {
      problems.push(`The notebook gave ${number.value}; the text on this page gives ${again}.`);
    }
    for (const [evidence] of number.rests) {
      const { faults } = counted[evidence];
      if (faults) problems.push(`${faults} ${faults === 1 ? "place does" : "places do"} not hold.`);
    }
    const partly = number.rests.some(([evidence]) => !counted[evidence].complete);
    return { number, shown, again, problems, state: problems.length ? "fails" : partly ? "partly" : "holds" };
  }

  const plural = (n, one) => `${n.toLocaleString("en")} ${one}${n === 1 ? "" : "s"}`;

  const SIGNS = { holds: "✓", fails: "✗", partly: "◐" };

  function sentence({ number, shown, again, problems, state }) {
    const sign = SIGNS[state];
    const first = number.rests.length ? counted[number.rests[0][0]] : null;
    if (!first) return `${sign} ${problems.length ? "No" : "As in its table; no"} lines of this page are behind it.`;
    if (number.rests.length === 2) return `${sign} ${again === null ? "A share of" : "Counted again:"} ${describe(number.rests[0])} of ${describe(number.rests[1])}`;
    if (first.entry.kind === "lines") {
      const claimed = number.rests[0][1] === "count" && shown ? shown.value : first.entry.total;
      if (!first.complete) return `${sign} ${plural(first.entry.total, "line")}; the first ${first.lines.length.toLocaleString("en")} are in this page, ${first.count.toLocaleString("en")} of them unchanged.`;
      const lines = `${first.count.toLocaleString("en")} of ${plural(claimed, "line")}`;
      return number.rests[0][1] === "count" || number.value === null ? `${sign} ${lines}` : `${sign} As in its table; ${lines} of its row`;
    }
    if (!first.complete) return `${sign} The text is too large for this page, so its words are not counted here.`;
    return `${sign} ${again === null ? "In this stretch: " : ""}${describe(number.rests[0])}`;
  }

  function describe([evidence, column]) {
    const found = counted[evidence];
    if (found.entry.kind === "lines") return plural(found.count, "line");
    return column === "characters" ? plural(found.characters, "character") : plural(found.tokens, "word");
  }

  // ---- all of them, once

  function checkAll() {
    const elements = [...document.querySelectorAll("[data-number]")];
    let bad = 0, partly = 0;
    for (const element of elements) {
      const found = verdict(element);
      if (found.state === "partly") partly += 1;
      if (!element.closest("svg")) element.dataset.shown ??= element.textContent.trim();
      if (!found.problems.length) continue;
      bad += 1;
      element.classList.add("fails");
      const label = element.getAttribute("aria-label") || element.textContent;
      element.setAttribute("aria-label", `${label} (does not hold)`);
      if (element.tagName === "SPAN") element.setAttribute("role", "note");
    }
    const status = document.getElementById("check");
    status.className = bad ? "fails" : "holds";
    const rest = partly ? ` ${plural(partly, "more number")} could be checked only in part: not all of their text is in this page.` : "";
    status.textContent = bad
      ? `✗ ${bad.toLocaleString("en")} of ${plural(elements.length, "number")} do not agree with the text on this page; they are marked.${rest}`
      : `✓ ${plural(elements.length - partly, "number")} checked: all agree with the text on this page.${rest}`;
  }

  async function checkHashes() {
    if (!window.crypto || !crypto.subtle) return;
    for (const [at, document_] of ledger.documents.entries()) {
      if (!document_.utf8) continue;
      const text = pieces[at].map((piece) => piece.characters.join("")).join("");
      const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
      const hex = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
      const note = document.querySelector(`[data-hash="${at}"]`);
      const same = hex === document_.sha256;
      note.className = same ? "hash holds" : "hash fails";
      note.textContent = same ? "✓ The text on this page has this hash." : "The text on this page has another hash, so it was changed.";
    }
  }

  // ---- choosing a number

  function make(tag, className, ...inside) {
    const element = document.createElement(tag);
    if (className) element.className = className;
    element.append(...inside);
    return element;
  }

  function unmark() {
    for (const mark of document.querySelectorAll(".piece mark")) mark.replaceWith(mark.textContent);
    for (const list of pieces) for (const piece of list) piece.element.normalize();
  }

  function mark(lines) {
    const spans = new Map();
    lines.forEach((line, at) => {
      if (!line.piece) return;
      if (!spans.has(line.piece)) spans.set(line.piece, []);
      spans.get(line.piece).push([line.start, Math.min(line.end, line.piece.start + line.piece.characters.length), at]);
    });
    for (const [piece, found] of spans) {
      found.sort((one, other) => one[0] - other[0] || one[1] - other[1]);
      let place = piece.start;
      const parts = [];
      for (const [start, end, at] of found) {
        parts.push(cut(piece, place, Math.max(start, place)));
        const element = make("mark", "", cut(piece, Math.max(start, place), end));
        element.id = `at-${at}`;
        element.tabIndex = -1;
        parts.push(element);
        place = Math.max(place, end);
      }
      parts.push(cut(piece, place, piece.start + piece.characters.length));
      piece.element.replaceChildren(...parts);
    }
  }

  function lineItem(line, at) {
    const several = ledger.documents.length > 1 ? `${ledger.documents[line.document].name}, ` : "";
    const place = make("span", "place", make("span", "", `${several}${line.piece ? line.piece.section : ""}`),
      make("code", "", line.id ?? `${line.start}–${line.end}`));
    const link = make("a", "", place);
    link.href = `#at-${at}`;
    if (line.piece && line.id) {
      link.append(make("span", "context", `…${before(line.piece, line.start)}`,
        make("mark", "", line.text), `${after(line.piece, line.end)} …`));
    } else if (line.piece) {
      link.append(make("span", "context", `${plural(line.words, "word")}: ${after(line.piece, line.start)} …`));
    }
    const context = link.querySelector(".context");
    if (context) context.dir = line.piece.element.dir;
    if (line.fault) link.append(make("span", "broken", ` ✗ ${line.fault}`));
    link.addEventListener("click", (event) => {
      event.preventDefault();
      const target = document.getElementById(`at-${at}`);
      if (!target) return;
      panel.classList.add("low");
      target.scrollIntoView({ block: "center" });
      target.focus({ preventScroll: true });
    });
    return make("li", "", link);
  }

  function listed(lines, first) {
    const list = make("ol", "lines", ...lines.slice(0, AT_ONCE).map((line, at) => lineItem(line, first + at)));
    if (lines.length <= AT_ONCE) return [list];
    const more = make("button", "", `Show all ${lines.length.toLocaleString("en")}`);
    more.type = "button";
    more.addEventListener("click", () => {
      list.append(...lines.slice(AT_ONCE).map((line, at) => lineItem(line, first + AT_ONCE + at)));
      more.remove();
    });
    return [list, more];
  }

  function ask(element) {
    const found = verdict(element);
    if (asked) asked.classList.remove("asked");
    asked = element;
    element.classList.add("asked");
    const shown = element.closest("svg") ? element.getAttribute("aria-label") : element.dataset.shown;
    heading.textContent = shown;
    const status = make("p", `verdict ${found.state}`, sentence(found));
    status.setAttribute("role", "status");
    const inside = [make("p", "claim", found.number.label), status];
    for (const problem of found.problems) inside.push(make("p", "", problem));
    if (found.again === null && found.number.value !== null && found.number.rests.length) {
      inside.push(make("p", "", `Its value in the table is ${found.number.value}. The page compares the digits and counts the lines of the row; it does not recompute the value.`));
    }
    let first = 0;
    const all = [];
    for (const [evidence] of found.number.rests) {
      const { entry, lines } = counted[evidence];
      if (entry.query) inside.push(make("p", "query", "Query ", make("code", "", entry.query)));
      inside.push(...listed(lines, first));
      all.push(...lines);
      first += lines.length;
    }
    unmark();
    mark(all);
    answer.replaceChildren(...inside);
    panel.classList.add("open");
    panel.classList.remove("low");
    back.hidden = close.hidden = false;
    panel.scrollTop = 0;
    if (element.getBoundingClientRect().bottom > panel.getBoundingClientRect().top && isSheet()) {
      element.scrollIntoView({ block: "start" });
    }
    heading.focus({ preventScroll: true });
  }

  // On a narrow screen, the lines cover the text as a sheet instead of standing beside it.
  const isSheet = () => getComputedStyle(panel).position === "fixed";

  function goBack() {
    if (!asked) return;
    asked.scrollIntoView({ block: "center" });
    asked.focus({ preventScroll: true });
    panel.classList.remove("low");
  }

  function shut() {
    panel.classList.remove("open", "low");
    unmark();
    heading.textContent = "Lines";
    answer.replaceChildren(make("p", "", "Choose a number, a row or a mark of a figure: its lines open here."));
    back.hidden = close.hidden = true;
    if (asked) {
      asked.classList.remove("asked");
      asked.focus({ preventScroll: true });
    }
    asked = null;
  }

  document.addEventListener("click", (event) => {
    const element = event.target.closest("a[data-number]");
    if (!element) return;
    event.preventDefault();
    ask(element);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && asked) shut();
  });
  back.addEventListener("click", goBack);
  close.addEventListener("click", shut);
  // Boxes that scroll sideways can also be reached with the keyboard.
  function reach() {
    for (const box of document.querySelectorAll(".table, pre")) {
      if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
    }
  }

  addEventListener("resize", reach);
  document.addEventListener("toggle", reach, true);
  reach();
  if (isSheet()) document.querySelector("nav details").open = false;
  checkAll();
  checkHashes();
})();
