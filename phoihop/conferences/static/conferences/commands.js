"use strict";
// Commands of the room: a form[data-ph-do], sent in place. Each carries a key of its own, and a command whose answer got
// lost is sent again with the same key, so that it is done once. A refusal stands beside the button; what was typed stays.

(() => {
  const words = document.body.dataset;
  const keys = new Map();
  const PAUSES = [1000, 2000, 4000, 8000], PATIENCE_MS = 20000;
  const wait = (ms) => new Promise((done) => setTimeout(done, ms));

  function fresh() {
    return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  function say(button, sentences) {
    const part = button.closest("[data-part]");  // by now perhaps swapped for a fresh one
    const place = part ? document.querySelector(`[data-part="${CSS.escape(part.dataset.part)}"]`) : button;
    if (!place || !place.parentElement) return;
    const old = place.parentElement.querySelectorAll(":scope > .refused");
    old.forEach((note) => note.remove());
    if (!sentences.length) return;
    const note = document.createElement("p");
    note.className = "notice error refused";
    note.setAttribute("role", "alert");
    note.textContent = sentences.join(" ");
    place.after(note);
    note.scrollIntoView({ block: "nearest" });
  }

  async function send(address, data) {
    for (const pause of [...PAUSES, 0]) {
      try {
        const answer = await fetch(address, {
          method: "POST", body: data, credentials: "same-origin",
          headers: { Accept: "application/json" }, signal: AbortSignal.timeout(PATIENCE_MS),
        });
        if (answer.status < 500) return answer;
      } catch { /* the line is gone: once more with the same key */ }
      if (pause) await wait(pause);
    }
    return null;
  }

  async function act(form, button) {
    const address = button.getAttribute("formaction") || form.action;
    const data = new FormData(form);
    if (button.name) data.append(button.name, button.value);
    const what = JSON.stringify([address, [...data].filter(([name]) => name !== "key" && name !== "csrfmiddlewaretoken")]);
    if (!keys.has(what)) keys.set(what, { key: fresh(), busy: false });
    const kept = keys.get(what);
    if (kept.busy) return;
    kept.busy = true;
    data.set("key", kept.key);
    button.setAttribute("aria-busy", "true");
    const answer = await send(address, data);
    button.removeAttribute("aria-busy");
    kept.busy = false;
    if (!answer) return say(button, [words.phOffline]);
    keys.delete(what);
    if (answer.redirected) return location.reload();
    if (answer.status === 422) return say(button, (await answer.json()).reasons.map((reason) => reason.text));
    if (!answer.ok) return say(button, [words.phFailed]);
    say(button, []);
    if (form.id !== "ph-do") form.reset();
    document.dispatchEvent(new CustomEvent("ph-sent", { detail: await answer.json() }));
  }

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-ph-do]") || !event.submitter || event.defaultPrevented) return;
    event.preventDefault();
    act(event.target, event.submitter);
  });
})();
