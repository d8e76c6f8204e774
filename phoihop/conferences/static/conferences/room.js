"use strict";
// The screen repairs itself. [data-ph-room] names the stream; each push carries whole parts, which are swapped by name
// (data-part). Without a stream the same address is asked again and again, and the page says so. What somebody types,
// what is ticked or open and where he stands is never destroyed by a swap: fields with an id are carried over.

(() => {
  const room = document.querySelector("[data-ph-room]");
  if (!room) return;
  const { stream: address, group, own, ownKey } = room.dataset;
  const line = document.querySelector("[data-ph-line]");
  const SILENT_MS = 40000, AGAIN_MS = 60000, FAILS = 2;
  let seq = Number(room.dataset.seq), source = null, heard = Date.now(), failed = 0, polling = false;
  const at = () => `${address}?nhom=${group}&sau=${seq}`;
  const wait = (ms) => new Promise((done) => setTimeout(done, ms));

  function tell(state) {
    room.dataset.line = state;
    line.hidden = state === "good";
    const words = state === "weak" ? line.dataset.phWeak : state === "lost" ? line.dataset.phLost : "";
    if (line.textContent !== words) line.textContent = words;
  }

  // --- Swapping a part -------------------------------------------------------------------------------------------

  const typed = (field) => field === document.activeElement || (field.options
    ? [...field.options].some((one) => one.selected !== one.defaultSelected)
    : field.type === "radio" || field.type === "checkbox" ? field.checked !== field.defaultChecked : field.value !== field.defaultValue);
  const sign = (thing) => ["formaction", "name", "value", "href"].map((name) => thing.getAttribute(name) || "").join("|");

  function swap(fresh) {
    const old = document.querySelector(`[data-part="${CSS.escape(fresh.dataset.part)}"]`);
    if (!old || old.outerHTML === fresh.outerHTML) return;
    const here = document.activeElement, inside = old.contains(here);
    const span = inside && here.matches("textarea, input:not([type=radio], [type=checkbox])") ? [here.selectionStart, here.selectionEnd] : null;
    const top = old.scrollTop;
    for (const field of old.querySelectorAll("input[id], select[id], textarea[id]")) {
      const twin = typed(field) && fresh.querySelector(`[id="${CSS.escape(field.id)}"]`);
      if (twin && twin.type === field.type) twin.replaceWith(field);
    }
    for (const more of old.querySelectorAll("details[id]")) {
      const twin = fresh.querySelector(`details[id="${CSS.escape(more.id)}"]`);
      if (twin) twin.open = more.open;
    }
    old.replaceWith(fresh);
    fresh.scrollTop = top;
    if (inside) {
      const back = fresh.contains(here) ? here : [...fresh.querySelectorAll("button, a[href]")].find((one) => sign(one) === sign(here));
      if (back) back.focus({ preventScroll: true });
      if (back === here && span) here.setSelectionRange(...span);
    }
  }

  // What is offered to all of a group is hidden where one's own part says that it is done: data-ph-unless="vote-7".
  function settle() {
    const done = new Set([...document.querySelectorAll("[data-ph-done]")].flatMap((one) => one.dataset.phDone.split(" ")));
    for (const one of document.querySelectorAll("[data-ph-unless]")) one.hidden = done.has(one.dataset.phUnless);
    document.dispatchEvent(new CustomEvent("ph-parts", { detail: { seq } }));
  }

  function part(html) {
    const box = document.createElement("template");
    box.innerHTML = html;
    return box.content.firstElementChild;
  }

  function show(news) {
    if (news.seq < seq) return;
    seq = news.seq;
    Object.values(news.parts || {}).forEach((html) => swap(part(html)));
    settle();
    mine(news.own);
  }

  let asking = 0;
  function mine(news) {
    if (!own || !news || !(news.all || (news.keys || []).includes(Number(ownKey)))) return;
    clearTimeout(asking);
    asking = setTimeout(fetchOwn, Math.random() * (news.spread || 0));
  }

  async function fetchOwn() {
    try {
      const answer = await fetch(own, { credentials: "same-origin" });
      if (!answer.ok || answer.redirected) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      page.querySelectorAll("[data-part]").forEach((fresh) => swap(document.adoptNode(fresh)));
      settle();
    } catch { asking = setTimeout(fetchOwn, 3000); }
  }

  // --- Stream, then long poll ------------------------------------------------------------------------------------

  function listen() {
    source = new EventSource(at());
    const hear = (act) => (event) => { heard = Date.now(); failed = 0; polling = false; tell("good"); act(event); };
    source.addEventListener("open", hear(() => {}));
    source.addEventListener("parts", hear((event) => show(JSON.parse(event.data))));
    source.addEventListener("own", hear((event) => mine(JSON.parse(event.data))));
    source.addEventListener("alive", hear(() => {}));
    source.addEventListener("error", () => {
      failed += 1;
      if (source.readyState === EventSource.CLOSED || failed >= FAILS) fall();
    });
  }

  function fall() {
    if (source) source.close();
    source = null;
    if (!polling) poll();
  }

  async function poll() {
    polling = true;
    tell("weak");
    let since = Date.now(), pause = 1000;
    while (polling) {
      const began = Date.now();
      try {
        const answer = await fetch(at(), { headers: { Accept: "application/json" }, credentials: "same-origin", signal: AbortSignal.timeout(SILENT_MS) });
        if (answer.redirected || answer.status === 403 || answer.status === 404) return location.reload();
        if (!answer.ok) throw new Error(answer.status);
        const before = seq;
        show(await answer.json());
        tell("weak");
        pause = 1000;
        if (seq === before && Date.now() - began < 1500) await wait(2000);
      } catch {
        tell("lost");
        await wait(pause);
        pause = Math.min(pause * 2, 15000);
      }
      if (Date.now() - since > AGAIN_MS && !source) {
        since = Date.now();
        listen();
      }
    }
  }

  setInterval(() => { if (source && !polling && Date.now() - heard > SILENT_MS) fall(); }, 5000);
  // A command was confirmed: what it changed has to be seen soon, or the stream is not what it seems.
  document.addEventListener("ph-sent", (event) => setTimeout(() => { if (seq < event.detail.seq) fall(); }, 4000));
  window.addEventListener("pagehide", () => { polling = false; if (source) source.close(); });
  window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  settle();
  if (window.EventSource && !("phNoStream" in room.dataset)) listen();
  else poll();
})();
