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

  async function refresh(topic) {
    if (document.hidden) return stale.add(topic);
    for (const part of document.querySelectorAll(`[data-ph-topic="${CSS.escape(topic)}"]`)) {
      if (part.contains(document.activeElement) && document.activeElement.matches("input, textarea, select")) {
        mark(part);
        continue;
      }
      const answer = await fetch(part.dataset.phPart || location.href, { headers: { "X-Part": "1" }, credentials: "same-origin" });
      if (!answer.ok || answer.redirected) continue;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = part.id ? page.getElementById(part.id) : page.body;
      if (!fresh) continue;
      part.replaceChildren(...fresh.childNodes);
      if (window.htmx) window.htmx.process(part);
    }
  }

  const stream = new EventSource(`${address}?${new URLSearchParams(topics.map((topic) => ["topic", topic]))}`);
  stream.addEventListener("message", (event) => refresh(event.data.trim()));
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    const waiting = [...stale];
    stale.clear();
    waiting.forEach(refresh);
  });
  window.addEventListener("pagehide", () => stream.close());
})();
