"use strict";
// News from the server: body[data-ph-live] names the stream, an element with data-ph-topic="<topic>" and
// data-ph-part="<address>" fetches its own part again when its topic is told. A part in which somebody types is left
// alone and marked, and a page in the background waits until it is looked at. Without a stream the page is reloaded by hand.

(() => {
  const address = document.body.dataset.phLive;
  const parts = [...document.querySelectorAll("[data-ph-topic]")];
  if (!address || !parts.length || !window.EventSource) return;
  const topics = [...new Set(parts.map((part) => part.dataset.phTopic))];
  const stale = new Set();

  function mark(part) {
    if (part.querySelector(".stale")) return;
    const note = document.createElement("p");
    note.className = "notice warning stale";
    note.setAttribute("role", "status");
    note.textContent = document.body.dataset.phStale;
    part.append(note);
  }

  // One request an address, however many parts of the page are fetched from it.
  async function refresh(topic) {
    if (document.hidden) return stale.add(topic);
    const pages = new Map();
    for (const part of document.querySelectorAll(`[data-ph-topic="${CSS.escape(topic)}"]`)) {
      const at = document.activeElement;
      if (part.contains(at) && at.matches("input, textarea, select")) {
        mark(part);
        continue;
      }
      const from = part.dataset.phPart || location.href;
      if (!pages.has(from)) pages.set(from, await fetched(from));
      const page = pages.get(from);
      const fresh = page && (part.id ? page.getElementById(part.id) : page.body);
      if (!fresh) continue;
      const link = part.contains(document.activeElement) && document.activeElement.getAttribute("href");
      part.replaceChildren(...fresh.cloneNode(true).childNodes);
      if (link) part.querySelector(`[href="${CSS.escape(link)}"]`)?.focus({ preventScroll: true });
      if (window.htmx) window.htmx.process(part);
    }
  }

  async function fetched(from) {
    const answer = await fetch(from, { headers: { "X-Part": "1" }, credentials: "same-origin" });
    return answer.ok && !answer.redirected ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
  }

  // News that comes while a topic is being fetched, or just was, is answered by one more fetch, not by one each.
  const resting = new Map();
  async function hear(topic) {
    if (resting.has(topic)) return resting.set(topic, true);
    resting.set(topic, false);
    try { await refresh(topic); } catch { /* the line is gone: the stream reconnects and tells again */ }
    setTimeout(() => {
      const again = resting.get(topic);
      resting.delete(topic);
      if (again) hear(topic);
    }, 1500);
  }

  const stream = new EventSource(`${address}?${new URLSearchParams(topics.map((topic) => ["topic", topic]))}`);
  stream.addEventListener("message", (event) => hear(event.data.trim()));
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    const waiting = [...stale];
    stale.clear();
    waiting.forEach(hear);
  });
  window.addEventListener("pagehide", () => stream.close());
})();
