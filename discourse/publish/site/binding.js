
"use strict";
(() => {
  const facts = JSON.parse(document.getElementById("facts").textContent);
  const numbers = [...document.querySelectorAll("section.open")];
  const count = document.getElementById("count");
  const save = document.getElementById("save");
  const decisions = new Map();
  let saved = true;

  function showProgress() {
    count.textContent = numbers.length
      ? `${decisions.size} of ${numbers.length} decided.`
      : "No number is without a claim.";
    save.disabled = decisions.size === 0;
  }

  function decide(section, decision, said, candidate = null) {
    section.querySelectorAll(".candidate").forEach((each) =>
      each.classList.toggle("chosen", each === candidate));
    if (decision) decisions.set(section, { number: section.dataset.number, ...decision });
    else decisions.delete(section);
    section.querySelector(".decided").textContent = said;
    section.querySelector(".undo").hidden = !decision;
    saved = false;
    showProgress();
  }

  for (const section of numbers) {
    section.querySelectorAll(".candidate").forEach((candidate) => {
      const { claim, seen } = candidate.dataset;
      candidate.querySelector(".accept").addEventListener("click", () => {
        // The button is among the lines: it cannot be chosen while these are closed.
        if (candidate.open) decide(section, { decision: "accept", claim, seen }, `Bound to ${claim}`, candidate);
      });
    });
    const on = (name, act) => section.querySelector(name)?.addEventListener("click", act);
    on(".none", () => decide(section, { decision: "none" }, "None of these: it stays without a claim."));
    on(".drop", () => decide(section, { decision: "drop" }, "The lost claim is dropped."));
    on(".undo", () => decide(section, null, ""));
    on(".exempt", () => {
      const field = section.querySelector(".reason");
      const reason = field.value.trim();
      if (reason) decide(section, { decision: "exempt", reason }, `Exempt: ${reason}`);
      else {
        section.querySelector(".decided").textContent = "Say why it needs no claim.";
        field.focus();
      }
    });
  }

  save.addEventListener("click", () => {
    const { schema, manuscript } = facts;
    const ordered = numbers.filter((each) => decisions.has(each)).map((each) => decisions.get(each));
    const text = JSON.stringify({ schema, manuscript, decisions: ordered }, null, 1);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    link.download = facts.file;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    saved = true;
  });

  window.addEventListener("beforeunload", (event) => {
    if (!saved && decisions.size) event.preventDefault();
  });

  showProgress();
})();
