"use strict";
// The chair's and the secretary's desk. A letter presses the button that bears it in data-ph-press (n: the next speaker,
// s: stop), unless somebody types. What is for whoever chairs now alone, or for all but him, is shown to them only.
// Pressing a button whose form wants a reason leads to where it is typed; there Enter presses that button again.

(() => {
  const desk = document.querySelector("[data-ph-post]");
  if (!desk) return;
  const typing = (target) => target.closest("input, textarea, select, [contenteditable]");

  function suit() {
    for (const one of desk.querySelectorAll("[data-ph-unless-post], [data-ph-only-post]")) {
      const chairs = (one.dataset.phUnlessPost || one.dataset.phOnlyPost) === desk.dataset.phPost;
      const hide = "phOnlyPost" in one.dataset ? !chairs : chairs;
      if (one.hidden !== hide) one.hidden = hide;
    }
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.isComposing || typing(event.target)) return;
    const button = desk.querySelector(`[data-ph-press="${CSS.escape(event.key)}"]`);
    if (!button || button.disabled) return;
    event.preventDefault();
    button.click();
  });

  const sign = (button) => ["form", "formaction", "name", "value"].map((name) => button.getAttribute(name)).join("|");
  let asked = "";
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[form]");
    const wanted = button && button.form && button.form.querySelector("[data-ph-wanted]");
    if (!wanted || wanted.value.trim()) return;
    event.preventDefault();
    asked = sign(button);
    wanted.placeholder = wanted.dataset.phWanted;
    wanted.focus();
  }, true);

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || !event.target.matches("[data-ph-wanted]")) return;
    event.preventDefault();
    const button = [...desk.querySelectorAll("button[form]")].find((one) => sign(one) === asked);
    if (button && event.target.value.trim()) button.click();
  });

  new MutationObserver(suit).observe(desk, { childList: true, subtree: true });
  suit();
})();
