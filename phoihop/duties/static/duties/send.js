"use strict";
// A report from the field over a weak link: form[data-ph-send="<key>"] is kept on this machine and sent until the server
// has it, with longer and longer waits; [data-ph-queue] says what is waiting. The key inside the form makes a second
// arrival harmless. What the server refuses is shown where the form stands. Without this script the form sends itself.

(() => {
  let say = document.querySelector("[data-ph-queue]");
  if (!say || !window.fetch) return;
  const PREFIX = "phoihop:send:";
  const OLDEST = 3 * 24 * 3600 * 1000;
  const busy = new Set();

  function read(name) {
    try { return JSON.parse(localStorage.getItem(name) || "null"); } catch { return null; }
  }

  function keep(name, value) {
    try {
      if (value === null) localStorage.removeItem(name);
      else localStorage.setItem(name, JSON.stringify(value));
      return true;
    } catch { return false; }
  }

  function tell(words, letter, n = 0, seconds = 0) {
    say.hidden = !words;
    say.textContent = words.replace("{what}", letter.what).replace("{n}", n).replace("{s}", seconds);
  }

  function wait(seconds) {
    return new Promise((done) => {
      const timer = setTimeout(done, seconds * 1000);
      window.addEventListener("online", () => { clearTimeout(timer); done(); }, { once: true });
    });
  }

  // "taken", "refused" with the page that says why, "barred" when somebody has to sign in again, "lost" to try again.
  async function post(letter) {
    const body = new URLSearchParams(letter.body);
    body.set("csrfmiddlewaretoken", say.dataset.phQueue);
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), 20000);
    try {
      const answer = await fetch(letter.address, { method: "POST", body, signal: stop.signal, headers: { "X-Send": "1" }, credentials: "same-origin" });
      if (answer.status === 204) return ["taken", ""];
      if (answer.status === 422) return ["refused", await answer.text()];
      if (answer.redirected || answer.status === 403 || answer.status === 404) return ["barred", ""];
      return ["lost", ""];
    } catch { return ["lost", ""]; } finally { clearTimeout(timer); }
  }

  async function send(name) {
    if (busy.has(name)) return;
    busy.add(name);
    for (let n = 1; ; n += 1) {
      const letter = read(name);
      if (!letter) break;
      tell(say.dataset.phSends, letter);
      const [how, page] = await post(letter);
      if (how === "lost") {
        const seconds = Math.min(60, 2 ** n);
        tell(say.dataset.phWaits, letter, n, seconds);
        await wait(seconds);
        continue;
      }
      if (how === "barred") { tell(say.dataset.phBarred, letter); break; }
      if (read(name)?.body !== letter.body) continue; // typed anew while this one was under way
      keep(name, null);
      tell("", letter);
      if (how === "refused") show(page);
      else location.assign(letter.here);
      break;
    }
    busy.delete(name);
  }

  function show(page) {
    const fresh = new DOMParser().parseFromString(page, "text/html").querySelector("main");
    const main = document.querySelector("main");
    if (!fresh || !main) return;
    main.replaceChildren(...fresh.childNodes);
    say = main.querySelector("[data-ph-queue]") || say;
    watch();
    main.querySelector(".error-summary")?.focus();
  }

  function watch() {
    document.querySelectorAll("form[data-ph-send]").forEach((form) => form.addEventListener("submit", (event) => {
      const name = PREFIX + form.dataset.phSend;
      const body = new URLSearchParams(new FormData(form)).toString();
      const letter = { address: form.action, here: form.dataset.phHere, what: form.dataset.phWhat, body, at: Date.now() };
      if (!keep(name, letter)) return;
      event.preventDefault();
      send(name);
    }));
  }

  watch();
  Object.keys(localStorage).filter((name) => name.startsWith(PREFIX)).forEach((name) => {
    if (Date.now() - (read(name)?.at || 0) > OLDEST) keep(name, null);
    else send(name);
  });
})();
