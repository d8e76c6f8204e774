"use strict";
// Clocks that run: by the server's time, whatever this machine's says. data-ph-since is when it began, data-ph-spent what
// was spent before, both as the page was made; data-ph-clock turns late when its data-ph-seconds are over.

(() => {
  const room = document.querySelector("[data-ph-room]");
  if (!room) return;
  const ahead = Date.parse(room.dataset.now) - Date.now();
  const written = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

  function tick() {
    const now = Date.now() + ahead;
    for (const clock of document.querySelectorAll("[data-ph-since]")) {
      const seconds = Math.max(0, Math.floor((now - Date.parse(clock.dataset.phSince)) / 1000)) + Number(clock.dataset.phSpent || 0);
      const face = clock.querySelector("[data-ph-elapsed]") || clock;
      const text = written(seconds);
      if (face.textContent !== text) face.textContent = text;
      if ("phSeconds" in clock.dataset) clock.classList.toggle("over", seconds > Number(clock.dataset.phSeconds));
    }
  }

  tick();
  setInterval(tick, 1000);
  document.addEventListener("ph-parts", tick);
})();
