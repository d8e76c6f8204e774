"use strict";
// Nothing typed is lost. A form[data-ph-draft="<key>"] keeps what was typed on this machine until the server has it
// (data-ph-draft-saved on any element of the next page names the keys that are safe), offers it again after a failure,
// and asks before one leaves a page with changes that were never sent. Passwords, files and tokens are not kept.

(() => {
  const place = (form) => `phoihop:${form.dataset.phDraft}`;
  const fields = (form) => [...form.elements].filter(
    (field) => field.name && !["hidden", "password", "file", "submit", "button"].includes(field.type));
  const ticks = (field) => field.type === "checkbox" || field.type === "radio";
  const own = (field) => ticks(field) ? `${field.name}=${field.value}` : field.name;
  const now = (field) => ticks(field) ? field.checked : field.value;
  const first = (field) => ticks(field) ? field.defaultChecked
    : field.options ? ([...field.options].find((o) => o.defaultSelected) || field.options[0] || {}).value : field.defaultValue;
  const changed = new Set();

  function read(key) {
    try { return JSON.parse(localStorage.getItem(key) || "null"); } catch { return null; }
  }

  function write(key, value) {
    try {
      if (value === null) localStorage.removeItem(key);
      else localStorage.setItem(key, JSON.stringify(value));
    } catch { /* storage full or switched off: the server's own saving still works */ }
  }

  function keep(form) {
    const typed = {};
    fields(form).forEach((field) => { if (now(field) !== first(field)) typed[own(field)] = now(field); });
    const any = Object.keys(typed).length > 0;
    write(place(form), any ? { at: Date.now(), typed } : null);
    any ? changed.add(form) : changed.delete(form);
  }

  function restore(form) {
    const kept = read(place(form));
    if (!kept) return;
    const different = fields(form).filter((f) => own(f) in kept.typed && kept.typed[own(f)] !== now(f));
    if (!different.length) return write(place(form), null);
    const offer = document.createElement("p");
    offer.className = "notice info restored";
    offer.setAttribute("role", "status");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "plain";
    const language = document.documentElement.lang === "en" ? "en-GB" : "vi-VN";
    const words = document.body.dataset;
    offer.append(words.phTyped.replace("{moment}", new Date(kept.at).toLocaleString(language)), " ", button);
    button.textContent = words.phPutBack;
    button.addEventListener("click", () => {
      different.forEach((field) => {
        if (ticks(field)) field.checked = kept.typed[own(field)];
        else field.value = kept.typed[own(field)];
        field.dispatchEvent(new Event("input", { bubbles: true }));
      });
      offer.remove();
      keep(form);
    });
    form.prepend(offer);
  }

  document.querySelectorAll("[data-ph-draft-saved]").forEach((mark) => {
    mark.dataset.phDraftSaved.split(" ").forEach((key) => write(`phoihop:${key}`, null));
  });

  document.querySelectorAll("form[data-ph-draft]").forEach((form) => {
    restore(form);
    let waiting;
    form.addEventListener("input", () => {
      changed.add(form);
      clearTimeout(waiting);
      waiting = setTimeout(() => keep(form), 400);
    });
    form.addEventListener("submit", () => { keep(form); changed.delete(form); });
  });

  window.addEventListener("beforeunload", (event) => { if (changed.size) event.preventDefault(); });
  window.addEventListener("pagehide", () => changed.forEach(keep));
})();
