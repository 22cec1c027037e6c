// The page of `dc.browse`: lines that are read, ordered and coded in a notebook.
//
// All lines stay in the kernel. The page asks for those in view and for some around them, and has
// fewer than a hundred of them in the document, however many there are. Text is only ever set as
// text, never as markup. Nothing is requested from anywhere but the kernel.

const ROW = 26; // the height of a line in pixels
const MARGIN = 6; // lines that are drawn above and below those in view
const AHEAD = 3; // screens that are fetched beyond the one in view
const KEPT = 3000; // lines that are remembered
const TALLEST = 15_000_000; // browsers cap the height of an element, Firefox at 17.8 million pixels
const SILENCE = 4000; // milliseconds without an answer after which the reader is told
const NOT_SAVED = "Not saved: ";

const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/g;
const PLACES = ["L3", "L2", "L1", "node", "R1", "R2", "R3"];
const NAMES = {
  L: ["first", "second", "third"].map((nth) => `${nth} word before the node`),
  R: ["first", "second", "third"].map((nth) => `${nth} word after the node`),
};
const HELP = [
  ["↑ ↓ PgUp PgDn Home End", "move"],
  ["Enter", "read the line in its text"],
  ["Space, Shift+↑ ↓, Ctrl+A", "tick lines"],
  ["Ctrl+C", "copy the ticked lines, or this one"],
  ["[ \\ ]", "sort by the word before, the node, the word after"],
  ["/", "filter"],
  ["Esc", "back to the lines"],
];
const CODING_HELP = [
  ["keys of the codes", "code the line, or all ticked lines"],
  [".", "next line without a code"],
  ["F2", "write a note"],
  ["Delete", "remove the codes"],
  ["Ctrl+Z", "undo the last change of codes"],
];
const DECIDING_HELP = [
  ["keys of the codes", "decide the line, or all ticked lines"],
  [".", "next line to decide"],
  ["F2", "write a note, e.g. why"],
  ["Delete", "remove the decision"],
  ["Ctrl+Z", "undo the last change of decisions"],
];

let instances = 0;

export default {
  render({ model, el }) {
    const page = new Page(model, el);
    return () => page.close();
  },
};

// ------------------------------------------------------------------------------- small helpers

function make(tag, given = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name in node && !name.includes("-")) node[name] = value;
    else node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

function counted(number, noun) {
  return `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
}

function clamp(value, low, high) {
  return Math.max(low, Math.min(value, high));
}

// Whether most letters of a text are of a script that is written from right to left.
function isRightToLeft(text) {
  const letters = text.match(/\p{L}/gu) ?? [];
  return 2 * (letters.join("").match(RIGHT_TO_LEFT) ?? []).length > letters.length;
}

async function toClipboard(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Without a secure connection there is no clipboard to write to, but a selection can be copied.
    const area = make("textarea", { value: text, className: "db-offscreen" });
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
}

// The stored table that this page takes the place of: the last one before it in the document.
function findStored(el) {
  const area = el.closest(".jp-OutputArea, .output, .cell-output") ?? document;
  const before = [...area.querySelectorAll(".discourse-stored")].filter(
    (each) => each.compareDocumentPosition(el) & Node.DOCUMENT_POSITION_FOLLOWING,
  );
  return before.at(-1) ?? null;
}

// --------------------------------------------------------------------------------- the kernel

class Kernel {
  constructor(model, { hear, silent }) {
    this.model = model;
    this.waiting = new Map();
    this.name = `${Date.now().toString(36)}-${++instances}`;
    this.asked = 0;
    this.listen = (answer) => {
      if (this.waiting.has(answer.id)) this.settle(answer);
      else hear(answer); // what another view of these lines has asked
    };
    this.check = () => this.ask({ ask: "state" });
    model.on("msg:custom", this.listen);
    model.on("comm_live_update", this.check);
    this.isChecking = false;
    this.clock = setInterval(() => {
      this.refuseLost();
      silent(this.isSilent());
    }, 1000);
  }

  ask(question) {
    const id = `${this.name}-${++this.asked}`;
    return new Promise((resolve) => {
      this.waiting.set(id, { resolve, since: Date.now(), passed: Infinity });
      try {
        this.model.send({ ...question, id });
      } catch {
        // The connection is closed: the question stays unanswered, and the reader is told.
      }
    });
  }

  // Answers may come in another order than the questions: JupyterLab spreads the messages of a
  // kernel over several threads as soon as two pages show it.
  settle(answer) {
    for (const [id, question] of this.waiting) {
      if (id === answer.id) break;
      question.passed = Math.min(question.passed, Date.now());
    }
    const { resolve } = this.waiting.get(answer.id);
    this.waiting.delete(answer.id);
    resolve(answer);
  }

  // A question gets no answer any more if a later one has got its answer some time ago.
  refuseLost() {
    for (const [id, { resolve, passed }] of [...this.waiting]) {
      if (Date.now() - passed <= SILENCE) continue;
      this.waiting.delete(id);
      resolve({ kind: "error", text: "The kernel has not answered; do it again." });
    }
    if (this.isChecking || !this.isSilent()) return;
    this.isChecking = true;
    this.check().then(() => (this.isChecking = false));
  }

  isSilent() {
    const now = Date.now();
    return [...this.waiting.values()].some(({ since }) => now - since > SILENCE);
  }

  close() {
    clearInterval(this.clock);
    this.model.off("msg:custom", this.listen);
    this.model.off("comm_live_update", this.check);
  }
}

// --------------------------------------------------------------------------------- the lines

// The rows of the grid: a window on all lines.
class Rows {
  constructor({ grid, body, head, ask, draw, moved, refuse, renew }) {
    Object.assign(this, { grid, body, head, ask, draw, moved, refuse, renew });
    this.known = new Map(); // by number of the line
    this.drawn = new Map(); // elements by number of the line
    this.spare = [];
    this.total = 0;
    this.version = -1;
    this.top = 0; // the line at the upper edge; not a whole number while scrolling
    this.scrolled = 0;
    this.busy = false;
    grid.addEventListener("scroll", () => this.follow(), { passive: true });
    this.sizes = new ResizeObserver(() => this.show());
    this.sizes.observe(grid);
  }

  get space() {
    return Math.max(this.grid.clientHeight - this.head.offsetHeight, ROW);
  }

  get screen() {
    return Math.ceil(this.space / ROW);
  }

  get height() {
    return Math.min(this.total * ROW, TALLEST);
  }

  get lowest() {
    return Math.max(this.total - this.space / ROW, 0);
  }

  get isScaled() {
    return this.total * ROW > TALLEST;
  }

  // Begin again with other lines.
  reset(version, total, top = 0) {
    this.version = version;
    this.total = total;
    this.known.clear();
    this.widest = 0;
    this.body.style.height = `${this.height}px`;
    this.jump(top);
  }

  // Put a line at the upper edge.
  jump(top) {
    this.top = clamp(top, 0, this.lowest);
    const range = Math.max(this.height - this.space, 0);
    const at = this.isScaled ? (this.top / this.lowest) * range : this.top * ROW;
    this.grid.scrollTop = at;
    this.scrolled = this.grid.scrollTop;
    this.show();
  }

  // Follow the reader, who scrolls.
  follow() {
    const at = this.grid.scrollTop;
    const by = at - this.scrolled;
    if (by === 0) return;
    this.scrolled = at;
    const range = this.height - this.space;
    if (!this.isScaled) this.top = at / ROW;
    else if (at <= 0 || at >= range || Math.abs(by) > 2 * this.space) {
      this.top = (at / range) * this.lowest;
    } else this.top = this.top + by / ROW; // a pixel of the bar is many lines; the wheel moves few
    this.top = clamp(this.top, 0, this.lowest);
    this.show();
    this.moved();
  }

  // Bring a line into view.
  reveal(number) {
    const last = Math.floor(this.space / ROW) - 1;
    if (number < this.top) this.jump(number);
    else if (number > this.top + last) this.jump(number - last);
    else this.show();
  }

  isInView(number) {
    return this.drawn.has(number);
  }

  show() {
    const first = Math.max(Math.floor(this.top) - MARGIN, 0);
    const last = Math.min(Math.ceil(this.top) + this.screen + MARGIN, this.total);
    for (const [number, node] of this.drawn) {
      if (number < first || number >= last) {
        this.drawn.delete(number);
        this.spare.push(node);
      }
    }
    for (let number = first; number < last; number++) {
      let node = this.drawn.get(number);
      if (!node) {
        node = this.spare.pop() ?? this.body.appendChild(this.draw(null));
        this.drawn.set(number, node);
      }
      node.hidden = false;
      const place = this.scrolled + (number - this.top) * ROW;
      node.style.transform = `translateY(${Math.round(place)}px)`;
      this.draw(node, number, this.known.get(number));
    }
    for (const node of this.spare) node.hidden = true;
    this.fetch();
  }

  // Ask for what is in view and not known, and for some screens more. Only one question is on its
  // way at a time; when it is answered, what is in view by then counts.
  async fetch() {
    if (this.busy || this.total === 0) return;
    const view = [Math.floor(this.top), Math.min(Math.ceil(this.top) + this.screen, this.total)];
    const near = [view[0] - this.screen, view[1] + this.screen];
    if (!this.lacks(...view) && !this.lacks(...near)) return;
    const wanted = this.lacks(...view)
      ? [view[0] - this.screen, view[1] + AHEAD * this.screen]
      : [view[0] - AHEAD * this.screen, view[1] + AHEAD * this.screen];
    const [first, last] = this.trim(...wanted);
    this.busy = true;
    const version = this.version;
    const answer = await this.ask({ ask: "rows", first, last });
    this.busy = false;
    if (answer.kind === "error") return this.refuse(answer.text);
    // Rows of other lines than these: they were asked for before, or another view has changed them.
    if (answer.version === this.version) this.learn(answer);
    else if (version === this.version) return this.renew();
    this.show();
  }

  lacks(first, last) {
    for (let number = Math.max(first, 0); number < Math.min(last, this.total); number++) {
      if (!this.known.has(number)) return true;
    }
    return false;
  }

  // Leave out what is known at both ends.
  trim(first, last) {
    [first, last] = [Math.max(first, 0), Math.min(last, this.total)];
    while (first < last && this.known.has(first)) first++;
    while (last > first && this.known.has(last - 1)) last--;
    return [first, last];
  }

  learn({ first, rows, codes }) {
    rows.forEach(([id, place, left, node, right, group], at) => {
      const [own, note, others] = codes[id] ?? [[], "", {}];
      const line = { id, place, left, node, right, group, own, note, others };
      this.known.set(first + at, line);
      this.widest = Math.max(this.widest, place.length, group.length);
    });
    this.grid.style.setProperty("--db-widest", String(this.widest));
    if (this.known.size > KEPT) {
      for (const number of this.known.keys()) {
        if (Math.abs(number - this.top) > KEPT / 3) this.known.delete(number);
      }
    }
  }

  // The lines that are remembered, by their ids.
  byId() {
    return new Map([...this.known.values()].map((line) => [line.id, line]));
  }

  // Note the codes of lines, by their ids.
  code(lines, codes) {
    const changed = new Set(lines);
    for (const line of this.known.values()) {
      if (changed.has(line.id)) [line.own, line.note, line.others] = codes[line.id] ?? [[], "", {}];
    }
    this.show();
  }

  close() {
    this.sizes.disconnect();
  }
}

// ---------------------------------------------------------------------------------- the page

class Page {
  constructor(model, el) {
    this.el = el;
    this.id = `discourse-${++instances}-${Date.now().toString(36)}`;
    this.state = { total: 0, steps: [], sorted: [], groups: null };
    this.desk = null;
    this.current = 0;
    this.ticked = new Map(); // ids of ticked lines, with their numbers
    this.unsaved = new Map(); // ids of lines whose change is not acknowledged, with how often
    this.ticking = null; // until lines that are still on their way are ticked: whether they are
    this.isSpent = false; // whether the ticked lines were coded: the next move unticks them
    this.isPast = false; // whether the last line was coded, and the coder would go to the next
    this.choosing = Promise.resolve(); // lines are chosen in the order of the keys
    this.sending = Promise.resolve(); // a change is sent when the one before it was answered
    this.refused = "";
    this.kernel = new Kernel(model, {
      hear: (answer) => this.hear(answer),
      silent: (is) => this.setSilent(is),
    });
    this.build();
    this.begin();
  }

  close() {
    clearTimeout(this.revising);
    this.kernel.close();
    this.rows.close();
    if (this.stored) this.stored.hidden = false;
  }

  takePlace() {
    this.stored = findStored(this.root);
    if (this.stored) this.stored.hidden = true;
  }

  async begin() {
    const setup = await this.kernel.ask({ ask: "setup" });
    if (setup.kind === "error") return this.refuseToBegin(setup.text);
    requestAnimationFrame(() => this.takePlace());
    this.desk = setup.desk;
    this.parts = setup.parts;
    this.hasQuery = setup.has_query;
    this.furnish();
    this.adopt(setup);
  }

  // The table stays, and the reader can try again, e.g. when a file of codes is repaired.
  refuseToBegin(text) {
    this.grid.hidden = true;
    this.bar.replaceChildren(make("button", { type: "button", onclick: () => {
      this.grid.hidden = false;
      this.begin();
    } }, "Try again"));
    this.warn(text);
  }

  // ------------------------------------------------------------------------ what it is made of

  build() {
    this.count = make("strong", { className: "db-count" });
    this.bar = make("div", { className: "db-bar" });
    this.form = make("div", { className: "db-form", hidden: true });
    this.legend = make("div", { className: "db-legend", hidden: true });
    this.steps = make("div", { className: "db-steps", hidden: true });
    this.groups = make("div", { className: "db-groups", hidden: true });
    this.head = make("div", { className: "db-head", role: "rowgroup" });
    this.body = make("div", { className: "db-body", role: "rowgroup" });
    this.grid = make(
      "div",
      { className: "db-grid", role: "grid", tabIndex: 0, "aria-multiselectable": "true",
        "aria-label": "lines", onkeydown: (event) => this.press(event) },
      this.head,
      this.body,
    );
    this.detail = make("section", { className: "db-detail", hidden: true, "aria-label": "the line in its text" });
    this.said = make("span", { className: "db-said", role: "status", "aria-live": "polite" });
    this.alarm = make("div", { className: "db-alarm", role: "alert", hidden: true });
    this.at = make("span", { className: "db-at" });
    this.root = make(
      "section",
      { className: "discourse-browser mathjax_ignore tex2jax_ignore", "aria-label": "concordance",
        "data-lm-suppress-shortcuts": "true", onkeydown: (event) => this.keep(event) },
      this.bar, this.form, this.alarm, this.legend, this.steps, this.groups, this.grid, this.detail,
      make("div", { className: "db-foot" }, this.at, this.said),
    );
    this.el.append(this.root);
    this.rows = new Rows({
      grid: this.grid, body: this.body, head: this.head,
      ask: (question) => this.kernel.ask(question),
      draw: (node, number, line) => this.draw(node, number, line),
      moved: () => this.point(),
      refuse: (text) => this.warn(text),
      renew: () => this.renew(),
    });
    this.grid.addEventListener("focus", () => {
      if (this.desk && Date.now() - (this.reading ?? 0) >= 1000) this.reread();
    });
  }

  // What depends on the lines: whether they are coded, and can be asked for by a query.
  furnish() {
    const tool = (name, label, open) =>
      make("button", { type: "button", className: "db-tool", "data-tool": name, title: label,
        "aria-expanded": "false", onclick: () => this.toggle(name, open) }, name);
    this.bar.replaceChildren();
    if (this.hasQuery) this.bar.append(this.queryForm());
    this.bar.append(this.count, make("span", { className: "db-gap" }));
    const tools = make("div", { className: "db-tools", role: "toolbar", "aria-label": "what to do with the lines" });
    tools.append(
      tool("Filter", "keep lines, or leave lines out (/)", () => this.filterForm()),
      tool("Group", "lines with the same words, or of the same part", () => this.groupForm()),
      tool("Rank", "good examples first", () => this.rankForm()),
      tool("Sample", "some lines, drawn at random", () => this.sampleForm()),
    );
    if (this.desk) {
      tools.append(
        make("button", { type: "button", className: "db-tool",
          title: this.desk.decides ? "keep the lines that are to be decided" : "keep the lines without a code",
          onclick: () => this.step("where", [this.desk.open]) }, this.desk.decides ? "Undecided" : "Uncoded"),
        tool("Revision", "what is to be done after the query, the text or the codebook has changed", () => this.revisionForm()),
      );
    }
    tools.append(
      tool("Code", "these lines as a call to paste into a cell", () => this.codeForm()),
      tool("Keys", "what the keys do (?)", () => this.helpForm()),
    );
    this.bar.append(tools);
    this.furnishHead();
    if (this.desk) this.furnishLegend();
  }

  queryForm() {
    this.query = make("input", { type: "text", className: "db-query", placeholder: "a phrase, or CQL",
      "aria-label": "query", spellcheck: false, autocomplete: "off" });
    return make("form", { className: "db-find", role: "search", onsubmit: (event) => {
      event.preventDefault();
      this.change({ ask: "query", query: this.query.value });
    } }, this.query, make("button", { type: "submit" }, "Find"));
  }

  furnishHead() {
    const sorter = (key, label, name) =>
      make("button", { type: "button", className: "db-sort", "data-key": key,
        title: `sort by the ${name}; with Shift, after what they are sorted by`,
        "aria-label": `sort by the ${name}`,
        onclick: (event) => this.sortBy(key, event.shiftKey) }, label);
    const side = (letter) => [1, 2, 3].map((n) => sorter(`${letter}${n}`, `${letter}${n}`, NAMES[letter][n - 1]));
    this.partSort = make("select", { "aria-label": "sort by part", title: "sort by part", onchange: () => {
      if (this.partSort.value) this.sortBy(this.partSort.value, false);
    } });
    this.partSort.append(make("option", { value: "" }, "Place"));
    for (const part of ["position", ...this.parts]) {
      this.partSort.append(make("option", { value: part }, part));
    }
    const cell = (name, ...children) =>
      make("div", { className: `db-cell ${name}`, role: "columnheader" }, ...children);
    const cells = [
      cell("db-tick", make("span", { className: "db-offscreen" }, "ticked")),
      cell("db-place", this.partSort),
      cell("db-left", ...side("L").reverse()),
      make("div", { className: "db-after", role: "none" },
        cell("db-node", sorter("node", "node", "node")), cell("db-right", ...side("R"))),
    ];
    if (this.desk) cells.push(cell("db-codes", sorter(this.desk.layer, this.desk.name, "codes")));
    this.head.replaceChildren(make("div", { className: "db-row", role: "row", "aria-rowindex": "1" }, ...cells));
    this.root.classList.toggle("db-coding", Boolean(this.desk));
  }

  furnishLegend() {
    const depth = (code, seen = 0) => {
      const parent = this.desk.codes.find((each) => each.code === code.parent);
      return parent && seen < 9 ? depth(parent, seen + 1) : seen;
    };
    const button = (code) => {
      const made = make("button", { type: "button", className: "db-code", title: code.title,
        onclick: () => { this.giveCode(code.code); this.grid.focus({ preventScroll: true }); } },
        make("kbd", {}, code.key || "·"), make("span", { className: "db-dot" }), code.code);
      made.style.setProperty("--db-colour", code.colour);
      made.dataset.depth = depth(code);
      return made;
    };
    const role = this.desk.decides ? " decides" : this.desk.blind ? ", blind" : "";
    const who = `coder ${this.desk.coder}${role}`;
    this.changed = make("span", { className: "db-changed", role: "status" });
    this.coded = make("span", { className: "db-coded" });
    this.legend.replaceChildren(
      make("span", { className: "db-question" }, this.desk.question || this.desk.name),
      make("div", { className: "db-choices", role: "group", "aria-label": "codes" }, ...this.desk.codes.map(button)),
      make("span", { className: "db-who", title: this.desk.file }, this.coded, who),
      this.changed,
    );
    this.legend.hidden = false;
    this.colours = new Map(this.desk.codes.map((code) => [code.code, code.colour]));
    this.keys = new Map(this.desk.codes.filter((code) => code.key).map((code) => [code.key.toLowerCase(), code.code]));
  }

  // ------------------------------------------------------------------------------ small forms

  toggle(name, open) {
    const isOpen = this.form.dataset.name === name && !this.form.hidden;
    this.form.hidden = isOpen;
    this.form.dataset.name = name;
    this.form.replaceChildren(...(isOpen ? [] : open()));
    for (const tool of this.bar.querySelectorAll(".db-tool[data-tool]")) {
      tool.setAttribute("aria-expanded", String(!isOpen && tool.dataset.tool === name));
    }
    if (!isOpen) this.form.querySelector("input, select, button")?.focus();
    this.rows.show();
  }

  shut() {
    if (!this.form.hidden) this.toggle(this.form.dataset.name, () => []);
    this.grid.focus({ preventScroll: true });
  }

  line(submit, ...children) {
    return make("form", { className: "db-line", onsubmit: (event) => { event.preventDefault(); submit(event.submitter); } }, ...children);
  }

  labelled(text, input) {
    return make("label", {}, `${text} `, input);
  }

  number(value, least = 0) {
    return make("input", { type: "number", value, min: least, step: 1, required: true });
  }

  filterForm() {
    const query = make("input", { type: "text", placeholder: "a phrase, or CQL", spellcheck: false, required: true });
    const window = this.number(5);
    const condition = make("input", { type: "text", placeholder: `${this.parts[0] ?? "section"} = "…"`, spellcheck: false, required: true });
    return [
      this.line(
        (button) => this.step(button?.value ?? "filter", [query.value], { window: Number(window.value) }),
        this.labelled("Lines with", query), this.labelled("within", window), "words of the node:",
        make("button", { type: "submit", value: "filter" }, "Keep"),
        make("button", { type: "submit", value: "exclude" }, "Leave out"),
      ),
      this.line(() => this.step("where", [condition.value]),
        this.labelled("Lines where", condition), make("button", { type: "submit" }, "Keep")),
    ];
  }

  groupForm() {
    const boxes = PLACES.map((place) => make("input", { type: "checkbox", value: place, checked: place === "R1" }));
    const part = make("select", {}, ...["section", ...this.parts.filter((each) => each !== "section")].map((each) => make("option", {}, each)));
    return [
      this.line(() => {
        const places = boxes.filter((box) => box.checked).map((box) => box.value);
        if (places.length) this.step("group", places);
      }, "Lines with the same", ...boxes.map((box) => make("label", { className: "db-check" }, box, box.value)),
        make("button", { type: "submit" }, "Group")),
      this.line(() => this.step("group", [part.value]),
        this.labelled("Lines of the same", part), make("button", { type: "submit" }, "Group")),
    ];
  }

  rankForm() {
    const words = make("input", { type: "text", placeholder: "law, court, treat*", spellcheck: false, required: true });
    const window = this.number(5);
    return [
      this.line(() => {
        const given = words.value.split(",").map((word) => word.trim()).filter(Boolean);
        this.step("rank", given, { window: Number(window.value) });
      }, this.labelled("Most of these words", words), this.labelled("within", window), "words of the node first:",
        make("button", { type: "submit" }, "Rank")),
      this.line(() => this.step("rank_by_rarity", []), "Lines in common words first, as good examples:",
        make("button", { type: "submit" }, "Rank")),
    ];
  }

  sampleForm() {
    const [n, seed] = [this.number(50, 1), this.number(1)];
    const by = make("select", { "aria-label": "which chance a line has" }, make("option", { value: "" }, "each line alike"),
      ...this.parts.map((part) => make("option", { value: part }, `as many of each ${part}`)));
    const numbers = () => ({ seed: Number(seed.value) });
    return [
      this.line((button) => {
        if (button?.value === "shuffle") this.step("shuffle", [], numbers());
        else this.step("sample", [Number(n.value)], { ...numbers(), ...(by.value ? { by: by.value } : {}) });
      }, this.labelled("Lines", n), this.labelled("seed", seed), by,
        make("button", { type: "submit" }, "Draw"),
        make("button", { type: "submit", value: "shuffle" }, "Only shuffle")),
    ];
  }

  codeForm() {
    return [make("div", { className: "db-line" },
      make("code", { className: "db-call", tabIndex: 0 }, this.state.code),
      make("button", { type: "button", onclick: async () => {
        await toClipboard(this.state.code);
        this.say("copied the call");
      } }, "Copy"))];
  }

  // What is to be done about these lines; the kernel is asked, so it comes after the form is open.
  revisionForm() {
    const panel = make("div", { className: "db-revision", role: "region", "aria-label": "revision",
      tabIndex: 0 }, "…");
    this.revise(panel).then(() => {
      const held = this.root.getRootNode().activeElement;
      if (held?.dataset.tool === "Revision") panel.focus({ preventScroll: true });
    });
    return [panel];
  }

  async revise(panel) {
    const answer = await this.kernel.ask({ ask: "revision" });
    if (answer.kind === "error") return panel.replaceChildren(answer.text);
    if (answer.version !== this.state.version) return this.renew();
    const isHeld = panel.contains(this.root.getRootNode().activeElement);
    panel.replaceChildren(...this.revisionKinds(answer));
    if (isHeld) panel.focus({ preventScroll: true });
    this.rows.show();
  }

  // See again what is to be done, after lines or codes have changed.
  reviseSoon() {
    const panel = this.form.querySelector(".db-revision");
    clearTimeout(this.revising);
    if (panel) this.revising = setTimeout(() => panel.isConnected && this.revise(panel), 500);
  }

  revisionKinds({ uncoded, lost, unknown, twice, renamed, disputed, outdated, unread, has_new_codebook: isNew }) {
    const kind = (name, total, what, ...children) =>
      make("section", { className: "db-kind", "data-kind": name }, make("div", { className: "db-kind-head" },
        make("h4", {}, name), make("strong", {}, total.toLocaleString("en")), make("span", {}, what)), ...children);
    const list = ({ rows, total }, describe, size = () => 1) => {
      const rest = total - rows.reduce((sum, row) => sum + size(row), 0);
      const items = rows.map((row) => make("li", {}, ...describe(row)));
      return total ? [make("ul", {}, ...items, ...(rest > 0 ? [make("li", {}, `and ${rest.toLocaleString("en")} more`)] : []))] : [];
    };
    const code = (label) => make("bdi", { className: "db-label" }, label || "no code");
    const times = (count) => make("span", { className: "db-times" }, ` × ${count.toLocaleString("en")}`);
    const keep = make("button", { type: "button", "aria-label": "keep the uncoded lines", onclick: () => {
      this.step("where", [this.desk.open]);
      this.grid.focus({ preventScroll: true });
    } }, "Keep");
    const go = (number) => make("button", { type: "button", onclick: () => {
      this.go(number);
      this.grid.focus({ preventScroll: true });
    } }, `line ${(number + 1).toLocaleString("en")}`);
    const kinds = [
      ...(uncoded === null ? [] : [kind("uncoded", uncoded, "no code yet", ...(uncoded ? [keep] : []))]),
      kind("lost", lost.total, "the text is not here, or has changed",
        ...list(lost, ([id, label, note]) => [make("code", {}, id), " ", code(label), ...(note ? [" ", make("q", { dir: "auto" }, note)] : [])])),
      kind("unknown", unknown.total, "not in the codebook",
        ...list(unknown, ([label, count]) => [code(label), times(count)], (row) => row.at(-1))),
      kind("twice", twice.total, "more codes than a line may have now: remove a row of the file",
        ...list(twice, ([id, label, row]) => [make("code", {}, id), " ", code(label), ` row ${row}`])),
      kind("renamed", renamed.total, "counted under the present name",
        ...list(renamed, ([old, now, count]) => [code(old), " → ", code(now), times(count)], (row) => row.at(-1))),
    ];
    if (disputed) {
      kinds.push(kind("disputed", disputed.total, "coders differ, and nobody has decided",
        ...list(disputed, ([number, , coders]) => [go(number), " ", make("bdi", {}, coders)])));
    }
    if (outdated) {
      kinds.push(kind("outdated", outdated.total, "decided otherwise than all coders say now",
        ...list(outdated, ([number, , coders, decided, now]) =>
          [go(number), " ", make("bdi", {}, coders), ": ", code(now), ", decided: ", code(decided)])));
    }
    if (unread) kinds.push(make("p", {}, `Lines that coders differ on are not known: ${unread}`));
    if (isNew) kinds.unshift(make("p", {}, "The codebook has changed since these lines were opened; run the cell again to code them with it."));
    return kinds;
  }

  helpForm() {
    const coding = this.desk?.decides ? DECIDING_HELP : CODING_HELP;
    const rows = [...HELP, ...(this.desk ? coding : [])];
    return [make("dl", { className: "db-help" },
      ...rows.flatMap(([keys, what]) => [make("dt", {}, keys), make("dd", {}, what)])),
      make("button", { type: "button", onclick: () => this.shut() }, "Close")];
  }

  // --------------------------------------------------------------------------- other lines

  step(name, given, options = {}) {
    return this.change({ ask: "step", name, arguments: given, options });
  }

  sortBy(key, after) {
    const keys = after ? [...this.state.sorted.filter((each) => each !== key), key] : [key];
    return this.step("sort", keys);
  }

  async change(question) {
    this.root.setAttribute("aria-busy", "true");
    const answer = await this.askInTurn(question);
    this.root.removeAttribute("aria-busy");
    if (answer.kind === "error") return this.warn(answer.text);
    this.adopt(answer);
    this.say(`${counted(answer.total, "line")}${answer.steps.length ? `, ${answer.steps.at(-1)}` : ""}`);
  }

  // Ask when all earlier changes were answered.
  askInTurn(question) {
    const answer = this.sending.then(() => this.kernel.ask(question));
    this.sending = answer;
    return answer;
  }

  // Ask which lines there are now.
  async renew() {
    const answer = await this.kernel.ask({ ask: "state" });
    if (answer.kind === "error") this.warn(answer.text);
    else this.adopt(answer);
  }

  hear(answer) {
    if (!this.parts) return;
    if (answer.kind === "state" && answer.version !== this.state.version) this.adopt(answer);
    if (answer.kind === "saved") this.learnCodes(answer);
  }

  adopt(state) {
    const same = state.version === this.state.version;
    this.state = state;
    this.warn("");
    this.count.textContent = counted(state.total, "line");
    if (this.query && document.activeElement !== this.query) this.query.value = state.query;
    this.grid.setAttribute("aria-rowcount", String(state.total + 1));
    this.root.classList.toggle("db-empty", state.total === 0);
    if (!same) {
      this.current = 0;
      this.isPast = false;
      this.untick();
      this.rows.reset(state.version, state.total);
      this.reviseSoon();
    }
    this.showSteps();
    this.showGroups();
    this.showSorted();
    this.showCoded(state.coded);
    if (this.form.dataset.name === "Code" && !this.form.hidden) this.form.replaceChildren(...this.codeForm());
    this.point();
    if (!this.detail.hidden) this.read();
  }

  showSteps() {
    const chips = this.state.steps.map((text, number) =>
      make("span", { className: "db-step" }, make("code", {}, text),
        make("button", { type: "button", "aria-label": `take back ${text}`, title: "take back",
          onclick: () => { this.change({ ask: "drop", number }); this.grid.focus({ preventScroll: true }); } }, "×")));
    this.steps.replaceChildren(...chips);
    this.steps.hidden = chips.length === 0;
  }

  showGroups() {
    const groups = this.state.groups;
    this.groups.hidden = !groups;
    if (!groups) return this.groups.replaceChildren();
    const buttons = groups.rows.map(([label, size, first]) =>
      make("button", { type: "button", title: `go to ${label}`, onclick: () => {
        this.rows.jump(first);
        this.go(first);
        this.grid.focus({ preventScroll: true });
      } }, make("bdi", {}, label), make("span", {}, size.toLocaleString("en"))));
    const rest = groups.total - groups.rows.length;
    const more = rest > 0 ? [make("em", {}, `and ${counted(rest, "smaller group")}`)] : [];
    this.groups.replaceChildren(make("em", {}, counted(groups.total, "group")), ...buttons, ...more);
    this.groups.scrollLeft = 0;
  }

  showSorted() {
    const keys = this.state.sorted;
    for (const button of this.head.querySelectorAll(".db-sort")) {
      const at = keys.indexOf(button.dataset.key);
      button.dataset.nth = at < 0 ? "" : keys.length > 1 ? String(at + 1) : "•";
      button.setAttribute("aria-pressed", String(at >= 0));
    }
    this.partSort.value = [...this.partSort.options].some((each) => each.value === keys[0]) ? keys[0] : "";
  }

  showCoded(coded) {
    if (!this.desk) return;
    const [done, all] = [coded?.toLocaleString("en"), this.state.total.toLocaleString("en")];
    const left = (this.state.total - coded).toLocaleString("en");
    this.coded.textContent = coded == null ? "" : this.desk.decides ? `${left} to decide · ` : `${done} of ${all} coded · `;
  }

  // -------------------------------------------------------------------------------- a row

  draw(node, number, line) {
    if (node === null) return this.blankRow();
    const parts = node.parts;
    if (parts.line !== line || parts.number !== number) {
      parts.number = number;
      parts.line = line;
      node.id = `${this.id}-${number}`;
      node.setAttribute("aria-rowindex", String(number + 2));
      node.toggleAttribute("aria-busy", !line);
      parts.place.textContent = line ? line.group || line.place : "";
      parts.place.title = line ? line.place : "";
      parts.left.firstChild.textContent = line ? line.left : "";
      parts.node.textContent = line ? line.node : "";
      parts.right.textContent = line ? line.right : "";
      node.classList.toggle("db-opens", Boolean(line?.group));
      if (line && number === 0) this.grid.dir = isRightToLeft(line.left + line.node + line.right) ? "rtl" : "ltr";
    }
    if (this.desk) this.drawCodes(parts.codes, line);
    const isTicked = line ? this.ticked.has(line.id) : false;
    node.setAttribute("aria-selected", String(isTicked));
    parts.tick.textContent = isTicked ? "✓" : "";
    node.classList.toggle("db-current", number === this.current);
    return node;
  }

  blankRow() {
    const cell = (name, ...children) => make("div", { className: `db-cell ${name}`, role: "gridcell" }, ...children);
    const parts = {
      tick: cell("db-tick"), place: cell("db-place"), left: cell("db-left", make("span")),
      node: cell("db-node"), right: cell("db-right"), codes: cell("db-codes"),
    };
    const after = make("div", { className: "db-after", role: "none" }, parts.node, parts.right);
    const row = make("div", { className: "db-row", role: "row" }, parts.tick, parts.place, parts.left, after);
    if (this.desk) row.append(parts.codes);
    row.parts = parts;
    row.addEventListener("click", (event) => this.click(parts, event));
    row.addEventListener("dblclick", () => this.open());
    return row;
  }

  drawCodes(cell, line) {
    const said = line ? [line.own, line.note, line.others, this.unsaved.has(line.id)] : [];
    const now = JSON.stringify(said);
    if (cell.dataset.now === now) return;
    cell.dataset.now = now;
    cell.replaceChildren();
    if (!line) return;
    for (const code of line.own) {
      const chip = make("span", { className: "db-chip" }, make("span", { className: "db-dot" }), code);
      chip.style.setProperty("--db-colour", this.colours.get(code) ?? "currentColor");
      cell.append(chip);
    }
    if (line.note) cell.append(make("span", { className: "db-note", title: line.note }, "✎"));
    for (const [coder, codes] of Object.entries(line.others)) {
      const agrees = codes.join() === line.own.join();
      const text = agrees ? `${coder} ✓` : `${coder}: ${codes.join(", ")}`;
      const name = line.own.length && !agrees ? "db-other db-differs" : "db-other";
      cell.append(make("span", { className: name, title: `coder ${coder}: ${codes.join(", ")}` }, text));
    }
    cell.classList.toggle("db-unsaved", this.unsaved.has(line.id));
  }

  click(parts, event) {
    if (parts.number == null) return;
    if (event.shiftKey) this.tickRange(this.current, parts.number);
    else if (event.target === parts.tick || event.ctrlKey || event.metaKey) this.tick(parts.number);
    this.go(parts.number);
    this.grid.focus({ preventScroll: true });
  }

  // ---------------------------------------------------------------------------- moving about

  go(number) {
    if (this.isSpent) this.untick();
    if (this.isPast) this.warn("");
    this.isPast = false;
    this.current = clamp(number, 0, Math.max(this.state.total - 1, 0));
    this.rows.reveal(this.current);
    this.point();
    if (!this.detail.hidden) this.read();
  }

  // Tell where the reader is: to assistive technology, and in the foot.
  point() {
    const isShown = this.state.total > 0 && this.rows.isInView(this.current);
    if (isShown) this.grid.setAttribute("aria-activedescendant", `${this.id}-${this.current}`);
    else this.grid.removeAttribute("aria-activedescendant");
    const ticked = this.ticked.size ? `, ${this.ticked.size.toLocaleString("en")} ticked` : "";
    this.at.textContent = this.state.total
      ? `line ${(this.current + 1).toLocaleString("en")} of ${this.state.total.toLocaleString("en")}${ticked}`
      : "no lines";
  }

  lineAt(number = this.current) {
    return this.rows.known.get(number);
  }

  untick() {
    this.ticked.clear();
    this.isSpent = false;
  }

  tick(number) {
    const line = this.lineAt(number);
    if (!line) return this.tickRange(number, number);
    if (this.isSpent) this.untick();
    if (this.ticked.has(line.id)) this.ticked.delete(line.id);
    else this.ticked.set(line.id, number);
    this.rows.show();
    this.point();
  }

  tickRange(from, to) {
    return this.tickLines(Math.min(from, to), Math.max(from, to) + 1);
  }

  tickAll() {
    if (!this.ticked.size || this.isSpent) return this.tickLines(0, this.state.total);
    this.untick();
    this.rows.show();
    this.point();
  }

  // Tick lines from one number to another, also those that the page does not have.
  async tickLines(first, last) {
    if (this.isSpent) this.untick();
    const before = this.ticking;
    const ticked = this.findIds(first, last).then(async (ids) => {
      ids?.forEach((id, at) => this.ticked.set(id, first + at));
      return ids !== null && (await before) !== false;
    });
    this.ticking = ticked;
    await ticked;
    if (this.ticking === ticked) this.ticking = null;
    this.rows.show();
    this.point();
  }

  // The ids of lines from one number to another; null if they cannot be had.
  async findIds(first, last) {
    const here = [];
    for (let number = first; number < last && this.lineAt(number); number++) here.push(this.lineAt(number).id);
    if (here.length === last - first) return here;
    const version = this.state.version;
    const answer = await this.kernel.ask({ ask: "ids", first, last, version });
    if (answer.kind !== "error" && version === this.state.version) return answer.lines;
    this.warn(answer.text ?? "Other lines are on show now.");
    return null;
  }

  // JupyterLab has keys of its own; while the reader is here, they do nothing.
  keep(event) {
    event.stopPropagation();
    if (event.key === "Escape" && event.target !== this.grid) this.shut();
  }

  press(event) {
    if (event.target !== this.grid || event.isComposing) return;
    // The keyboards of many languages write [ ] and \ with AltGr, which Windows calls Ctrl+Alt.
    const isWriting = event.getModifierState("AltGraph") || (event.ctrlKey && event.altKey);
    const isCommand = (event.ctrlKey || event.metaKey) && !isWriting;
    const does = isCommand ? this.commands(event) : this.moves(event);
    if (!does) return;
    event.preventDefault();
    does();
  }

  commands(event) {
    if (event.shiftKey && event.key.length === 1) return undefined;
    return {
      c: () => this.copy(), z: () => this.undo(), a: () => this.tickAll(),
      home: () => this.go(0), end: () => this.go(this.state.total - 1),
    }[event.key.toLowerCase()]; // Caps Lock changes nothing
  }

  moves(event) {
    if (event.altKey && event.key.length > 1) return undefined;
    const screen = Math.max(Math.floor(this.rows.space / ROW) - 1, 1);
    const by = (lines) => () => {
      const from = this.current;
      this.go(from + lines);
      if (event.shiftKey && this.state.total) this.tickRange(from, this.current);
    };
    const found = {
      ArrowDown: by(1), ArrowUp: by(-1), PageDown: by(screen), PageUp: by(-screen),
      Home: () => this.go(0), End: () => this.go(this.state.total - 1),
      Enter: () => this.open(), Escape: () => this.shutDetail(), " ": () => this.state.total && this.tick(this.current),
      "/": () => this.toggle("Filter", () => this.filterForm()),
      "?": () => this.toggle("Keys", () => this.helpForm()),
      "[": () => this.sortBy("L1"), "]": () => this.sortBy("R1"), "\\": () => this.sortBy("node"),
    }[event.key];
    if (found || !this.desk) return found;
    if (event.altKey || event.getModifierState("AltGraph")) return undefined;
    const code = this.keys.get(event.key.toLowerCase());
    if (code !== undefined) return () => this.giveCode(code);
    return {
      Delete: () => this.takeCodes(), Backspace: () => this.takeCodes(),
      ".": () => this.nextUncoded(), F2: () => this.open(true),
    }[event.key];
  }

  // ------------------------------------------------------------------------------- reading

  async copy() {
    if (!this.state.total) return this.say("no lines to copy");
    const { version } = this.state;
    if (this.ticking && !(await this.ticking)) return;
    const numbers = this.ticked.size ? [...this.ticked.values()].sort((a, b) => a - b) : [this.current];
    const answer = await this.kernel.ask({ ask: "copy", numbers, version });
    if (answer.kind === "error") return this.warn(answer.text);
    await toClipboard(answer.text);
    this.say(answer.said);
  }

  open(writes = false) {
    if (!this.state.total) return;
    this.detail.hidden = false;
    this.to = this.to ?? "sentence";
    this.read(writes);
  }

  shutDetail() {
    this.detail.hidden = true;
    this.grid.focus({ preventScroll: true });
    this.rows.show();
  }

  async read(writes = false) {
    const number = this.current;
    const answer = await this.kernel.ask({ ask: "expand", number, to: this.to, version: this.state.version });
    if (answer.kind === "error") return this.warn(answer.text);
    if (number === this.current) this.showPassage(answer, writes);
  }

  showPassage(passage, writes) {
    const held = this.root.getRootNode().activeElement?.dataset.to; // the choice that has the keyboard
    const choice = (to) => make("button", { type: "button", "data-to": to, "aria-pressed": String(to === this.to),
      onclick: () => { this.to = to; this.read(); } }, to);
    const text = make("p", { className: "db-text", dir: "auto" },
      passage.cut_left ? "… " : "", passage.left, make("mark", {}, passage.node), passage.right,
      passage.cut_right ? " …" : "");
    const head = make("div", { className: "db-detail-head" },
      make("bdi", { className: "db-where" }, passage.place),
      make("span", { className: "db-choice", role: "group", "aria-label": "how much text" }, ...["sentence", "section", "document"].map(choice)),
      make("code", {}, passage.line_id),
      make("button", { type: "button", className: "db-shut", "aria-label": "close", title: "close (Esc)", onclick: () => this.shutDetail() }, "×"));
    const scroll = make("div", { className: "db-passage", tabIndex: 0, role: "region", "aria-label": "text" }, text);
    this.detail.replaceChildren(head, scroll);
    if (this.desk) this.detail.append(this.noteForm(passage));
    // The passage scrolls itself; scrollIntoView would scroll the notebook as well.
    const mark = text.querySelector("mark");
    scroll.scrollTop = mark.offsetTop - scroll.offsetTop - scroll.clientHeight / 2;
    if (held) this.detail.querySelector(`[data-to="${held}"]`).focus({ preventScroll: true });
    if (writes) this.detail.querySelector("textarea")?.focus();
    this.rows.show();
  }

  noteForm(passage) {
    const area = make("textarea", { rows: 1, value: passage.note, "aria-label": "note", placeholder: "a note on this line (F2)" });
    let written = passage.note;
    const write = () => {
      if (area.value === written) return;
      const [seen, before] = [this.rows.byId().get(passage.line_id)?.note ?? passage.note, written];
      written = area.value;
      this.save({ ask: "note", note: area.value, seen }, [passage.line_id], () => (written = before));
    };
    area.addEventListener("change", write);
    area.addEventListener("keydown", (event) => {
      if (event.key === "Escape") area.value = written; // and nothing is saved
      if (event.key === "Enter" && !event.shiftKey) {
        event.preventDefault();
        write();
        this.grid.focus({ preventScroll: true });
      }
    });
    return area;
  }

  // -------------------------------------------------------------------------------- coding

  giveCode(label) {
    const one = this.ticked.size === 0 && !this.ticking;
    if (one && this.isPast) {
      return this.warn("The last line is coded. To change its code, press Ctrl+Z, or End to go to it again.");
    }
    const at = this.current;
    this.save({ ask: "code", label }, undefined, () => {
      if (one && at < this.current) this.go(at); // the first of the lines that were not saved
    });
    if (!one || this.desk.several) return;
    if (this.current < this.state.total - 1) this.go(this.current + 1);
    else this.isPast = this.state.total > 0;
  }

  takeCodes() {
    this.isPast = false;
    this.save({ ask: "uncode" });
  }

  // The lines that a key is meant for: the ticked ones, or this one. None if they cannot be had.
  async choose() {
    if (!this.state.total) return [];
    if (this.ticking && !(await this.ticking)) return [];
    if (this.ticked.size === 0) return (await this.findIds(this.current, this.current + 1)) ?? [];
    this.isSpent = true;
    return [...this.ticked.keys()];
  }

  // Save a change of some lines, after those that were made before.
  save(question, lines, failed = () => {}) {
    const chosen = lines ?? this.choose();
    const change = this.choosing.then(async () => this.prepare(question, await chosen));
    this.choosing = change;
    this.sending = this.sending.then(async () => this.send(await change, failed));
  }

  // A change with the lines that are meant, and with what the coder sees of them.
  prepare(question, ids) {
    const seen = question.seen ?? this.seen(ids);
    ids.forEach((id) => this.countUnsaved(id, 1));
    if (ids.length) this.say(`saving ${counted(this.unsaved.size, "line")} …`);
    this.showAlarm();
    this.rows.show();
    return { ...question, lines: ids, seen };
  }

  countUnsaved(id, by) {
    const times = (this.unsaved.get(id) ?? 0) + by;
    if (times > 0) this.unsaved.set(id, times);
    else this.unsaved.delete(id);
  }

  // "saved" is said only when the kernel says so.
  async send(change, failed) {
    if (!change.lines.length) return;
    const answer = await this.kernel.ask(change);
    change.lines.forEach((id) => this.countUnsaved(id, -1));
    if (answer.kind === "error") {
      failed();
      this.isSpent = false;
      this.say("");
      this.warn(`${NOT_SAVED}${answer.text}`);
      await this.reread(); // what another page has saved meanwhile
      return this.warn(`${NOT_SAVED}${answer.text}`);
    }
    if (!this.isPast || this.refused.startsWith(NOT_SAVED)) this.warn("");
    this.learnCodes(answer);
    if (this.unsaved.size === 0) this.say("saved");
  }

  // The codes of lines as they are shown, without those that are being changed.
  seen(ids) {
    const lines = this.rows.byId();
    const shown = ids.filter((id) => lines.has(id) && !this.unsaved.has(id));
    return Object.fromEntries(shown.map((id) => [id, lines.get(id).own]));
  }

  learnCodes({ lines, codes, coded, has_new_codebook: isNew }) {
    const changed = isNew ? "The codebook has changed since these lines were opened; run the cell again to code with it." : "";
    if (this.changed.textContent !== changed) {
      this.changed.textContent = changed;
      this.rows.show();
    }
    this.rows.code(lines, codes);
    this.showCoded(coded);
    this.reviseSoon();
  }

  // See what was coded elsewhere meanwhile.
  async reread() {
    this.reading = Date.now();
    const lines = [...this.rows.drawn.keys()].map((number) => this.lineAt(number)?.id).filter(Boolean);
    const answer = await this.kernel.ask({ ask: "codes", lines });
    if (answer.kind === "error") this.warn(answer.text);
    else this.learnCodes(answer);
  }

  async undo() {
    if (!this.desk) return;
    const answer = await this.askInTurn({ ask: "undo" });
    if (answer.kind === "error") return this.warn(answer.text);
    this.learnCodes(answer);
    this.warn("");
    const isHere = answer.lines.includes(this.lineAt()?.id);
    if (isHere) this.isPast = false;
    else if (answer.number !== null && answer.lines.length) this.go(answer.number);
    this.say(answer.lines.length ? `took back the change of ${counted(answer.lines.length, "line")}` : "nothing to take back");
  }

  async nextUncoded() {
    const answer = await this.askInTurn({ ask: "uncoded", number: this.current });
    if (answer.kind === "error") return this.warn(answer.text);
    this.go(answer.number);
  }

  // ------------------------------------------------------------------------------- messages

  say(text) {
    this.said.textContent = text;
  }

  warn(text) {
    this.refused = text;
    this.showAlarm();
  }

  setSilent(is) {
    if (is === this.isSilent) return;
    this.isSilent = is;
    this.showAlarm();
  }

  showAlarm() {
    const lost = this.unsaved.size ? ` ${counted(this.unsaved.size, "line")} not saved yet.` : "";
    const text = this.isSilent
      ? `The kernel does not answer: it is busy, or it was stopped; then run this cell again.${lost}`
      : this.refused;
    if (this.alarm.textContent !== text) this.alarm.textContent = text;
    this.alarm.hidden = !text;
  }
}
