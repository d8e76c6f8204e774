"use strict";
// Tests a site's line on the computer it will use: delay and clock, kbit/s down and up, then the devices
// (line_devices.js). No measurement lasts longer than eight seconds, however slow the line.

(() => {
  const place = document.querySelector("[data-conf-line]");
  if (!place || !window.fetch || !window.AbortController) return;
  const form = place.querySelector("[data-conf-start]");
  const MOST = 8000;
  const said = place.dataset;
  const devices = window.phoihopDevices;
  const wait = (ms) => new Promise((done) => setTimeout(done, ms));
  const token = () => form.elements.csrfmiddlewaretoken.value;
  form.hidden = false;

  function show(step, words) {
    place.querySelector(`[data-step="${step}"] output`).textContent = words;
  }

  // fetch that gives up; what it answers is read by `use` before the time is over.
  async function within(ms, address, options, use) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), ms);
    try {
      return await use(await fetch(address, { ...options, signal: stop.signal, cache: "no-store", credentials: "same-origin" }));
    } finally { clearTimeout(timer); }
  }

  const send = (ms, address, body, more, use) =>
    within(ms, address, { method: "POST", body, headers: { "X-CSRFToken": token(), ...more } }, use);

  async function delay() {
    const found = [];
    for (let n = 0; n < 6; n += 1) {
      const from = performance.now();
      const now = await within(MOST, said.ping, {}, async (answer) => (await answer.json()).now);
      const ms = performance.now() - from;
      if (n > 0) found.push({ ms, ahead: Date.now() - ms / 2 - now });  // the first one opens the connection
    }
    found.sort((a, b) => a.ms - b.ms);
    return { delay_ms: Math.round(found[2].ms), clock_ms: Math.round(found[0].ahead) };
  }

  // Counted after the first 32 KB, when the line has come up to speed; a slow line is counted from the first byte.
  async function down() {
    let bytes = 0, from = 0, end = 0, early = null;
    try {
      await within(MOST, `${said.down}?n=${said.bytes}`, {}, async (answer) => {
        from = end = performance.now();
        const reader = answer.body.getReader();
        for (let part = await reader.read(); !part.done; part = await reader.read()) {
          bytes += part.value.length;
          end = performance.now();
          if (!early && bytes >= 32768) early = { bytes, end };
        }
      });
    } catch { end = Math.max(end, from + 1); }
    if (early && bytes > 4 * early.bytes) return Math.round((bytes - early.bytes) * 8 / Math.max(end - early.end, 1));
    return Math.round(bytes * 8 / Math.max(end - from, 1));
  }

  async function up(delayed) {
    const began = performance.now();
    let rate = Math.floor(16384 * 8 / MOST);
    for (const size of [16384, 65536, Number(said.bytes)]) {
      const left = MOST - (performance.now() - began);
      if (left < 500) break;
      const body = new Uint8Array(size);
      for (let at = 0; at < size; at += 65536) crypto.getRandomValues(body.subarray(at, at + 65536));
      const from = performance.now();
      try { await send(left, said.up, body, {}, (answer) => answer.json()); } catch { break; }
      rate = Math.round(size * 8 / Math.max(performance.now() - from - delayed, 1));
    }
    return rate;
  }

  async function measure() {
    const found = await delay();
    show("delay", `${found.delay_ms} ms`);
    show("down", `${found.down_kbps = await down()} kbit/s`);
    show("up", `${found.up_kbps = await up(found.delay_ms)} kbit/s`);
    const [[seen, picture], [heard, voice]] = [await devices.camera(place.querySelector("video")), await devices.sound()];
    show("camera", seen ? "✓" : "✗");
    show("sound", heard ? "✓" : "✗");
    found.can_video = await devices.exchanges();
    show("video", found.can_video ? "✓" : "✗");
    [picture, voice].forEach((stream) => stream && stream.getTracks().forEach((track) => track.stop()));
    const key = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return { ...found, has_camera: seen, has_sound: heard, key };
  }

  async function keep(found) {
    const json = { "Content-Type": "application/json" };
    for (let time = 0; time < 3; time += 1) {
      try { return await send(20000, said.record, JSON.stringify(found), json, async (answer) => [answer.ok, await answer.json()]); }
      catch { await wait(1500); }
    }
    return [false, {}];
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    form.querySelector("button").disabled = true;
    place.querySelector(".steps").hidden = false;
    let answer = [false, {}];
    try { answer = await keep(await measure()); } catch { /* the line is gone: said below */ }
    if (answer[0]) return location.reload();
    place.querySelector(".result").textContent = (answer[1].reasons || [said.failed]).join(" ");
    form.querySelector("button").disabled = false;
  });
})();
