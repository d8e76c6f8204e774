"use strict";
// Keys: "/" puts the caret into the search box; within [data-ph-rows], j and k walk the rows ([data-ph-row]), and any
// letter in a control's data-ph-key (a: accept, r: return, o: open …) presses that control of the row one stands on.

(() => {
  const typing = (target) => target.closest("input, textarea, select, [contenteditable]");

  const rowsOf = () => [...document.querySelectorAll("[data-ph-rows] [data-ph-row]")].filter((row) => row.offsetParent);

  function stand(row) {
    document.querySelectorAll("[data-ph-row].here").forEach((other) => other.classList.remove("here"));
    row.classList.add("here");
    if (!row.hasAttribute("tabindex")) row.tabIndex = -1;
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  }

  function walk(step) {
    const rows = rowsOf();
    if (!rows.length) return;
    const now = rows.findIndex((row) => row.classList.contains("here"));
    stand(rows[Math.min(Math.max(now + step, 0), rows.length - 1)] || rows[0]);
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
    if (event.key === "/") {
      const box = document.querySelector("[data-ph-search]");
      if (!box) return;
      event.preventDefault();
      box.focus();
      box.select();
    } else if (event.key === "j" || event.key === "k") {
      walk(event.key === "j" ? 1 : -1);
    } else {
      const control = document.querySelector(`[data-ph-row].here [data-ph-key="${CSS.escape(event.key)}"]`);
      if (!control || control.disabled) return;
      event.preventDefault();
      if (control.matches("input:not([type=checkbox]), textarea, select")) control.focus();
      else control.click();
    }
  });

  // Tick or untick every box of a table that is named by data-ph-all="<name of the boxes>".
  document.addEventListener("change", (event) => {
    const name = event.target.dataset && event.target.dataset.phAll;
    if (!name) return;
    [...event.target.form.elements].filter((box) => box.type === "checkbox" && box.name === name && !box.disabled)
      .forEach((box) => { box.checked = event.target.checked; });
  });

  // A page that came back with errors starts at their summary.
  const errors = document.querySelector("[data-ph-errors]");
  if (errors) errors.focus();
})();
