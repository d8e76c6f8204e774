"use strict";
// Moving pictures beside the data, in #video. Nothing here touches the rest of the page: when the pictures die it says
// so and goes on trying. [data-host-site] anywhere on the page says whose pictures are wanted, however often that part is
// swapped. Sets data-state (off, connecting, on, lost, taken), data-level (2, 1, 0 layers, -1 sound) and data-tier.

(() => {
  const box = document.getElementById("video");
  const key = (name) => box.querySelector(`[data-video=${name}]`);
  if (!box || !key("start")) return;
  const names = JSON.parse(box.dataset.names);
  const LAYERS = [
    { rid: "h", maxBitrate: 350000, maxFramerate: 15 },
    { rid: "m", maxBitrate: 120000, maxFramerate: 15, scaleResolutionDownBy: 2 },
    { rid: "l", maxBitrate: 40000, maxFramerate: 15, scaleResolutionDownBy: 4 },
  ];
  const LOOK_MS = 2000, GRACE_MS = 5000, SOON_MS = 15000, RISE_MS = 20000, LONGEST_RISE_MS = 300000;
  let wanted = false, turn = 0, meeting = null, own = null, faulty = false, plain = false, wake = () => {};

  // --- what the page says -------------------------------------------------------------------------------------------

  function say(words) { if (key("says").textContent !== words) key("says").textContent = words; }

  function state(name) {
    box.dataset.state = name;
    box.dataset.tier = name !== "on" ? "data" : ladder.level < 0 ? "audio" : "video";
    box.dataset.level = ladder.level;
    key("start").hidden = wanted;
    key("stop").hidden = key("plain").hidden = !wanted;
  }

  function shown() {
    const said = document.querySelector("[data-host-site]")?.dataset || {};
    const muted = (said.mutedSites || "").split(" ").filter(Boolean).map(Number);
    return { host: Number(said.hostSite), speaker: Number(said.speakerSite), muted: muted.includes(Number(box.dataset.site)) };
  }

  function tile(site, stream, mine = false) {
    const figure = document.createElement("figure");
    const video = document.createElement("video");
    const caption = document.createElement("figcaption");
    figure.dataset.tile = site;
    figure.className = mine ? "own" : "";
    caption.textContent = mine ? box.dataset.own : names[site] || "";
    Object.assign(video, { autoplay: true, playsInline: true, muted: mine || box.dataset.group === "chair", srcObject: stream });
    figure.append(video, caption);
    if (mine) key("tiles").append(figure);
    else key("tiles").prepend(figure);
    video.play().catch(() => {});
    return figure;
  }

  // --- stepping down and up -----------------------------------------------------------------------------------------

  const ladder = { level: 2, bad: 0, goodSince: 0, changedAt: 0, roseAt: 0, rise: RISE_MS };

  function step(by, now) {
    if (by > 0) ladder.roseAt = now;
    else if (now - ladder.roseAt < SOON_MS) ladder.rise = Math.min(2 * ladder.rise, LONGEST_RISE_MS);
    Object.assign(ladder, { level: ladder.level + by, bad: 0, goodSince: now, changedAt: now });
    apply();
  }

  function apply() {
    const level = plain ? -1 : ladder.level;
    meeting?.setLevel(level);
    box.querySelectorAll("figure:not(.own)").forEach((one) => one.classList.toggle("sound", level < 0));
    pause(meeting?.sends, plain);
  }

  // Two bad looks in a row step down; a long good while steps up, twice as long after each climb that failed.
  async function look() {
    const now = performance.now();
    const seen = await Promise.all((meeting?.feeds() || []).map((feed) => measure(feed, now)));
    const known = seen.filter((one) => one);
    if (plain || !known.length || now - ladder.changedAt < GRACE_MS) return;
    const bad = known.some((one) => one.lost > 0.1 || (ladder.level >= 0 && one.packets > 0 && one.fps < 5));
    if (bad) {
      ladder.goodSince = now;
      ladder.bad += 1;
      if (ladder.bad >= 2 && ladder.level >= 0) step(-1, now);
    } else {
      ladder.bad = 0;
      if (ladder.level < 2 && now - ladder.goodSince > ladder.rise) step(+1, now);
    }
  }

  // Frames a second, video packets and share of packets lost since the last look; nothing for a feed just begun.
  async function measure(feed, now) {
    const sum = { at: now, frames: 0, packets: 0, all: 0, lost: 0 };
    (await feed.pc.getStats()).forEach((one) => {
      if (one.type !== "inbound-rtp") return;
      sum.all += one.packetsReceived || 0;
      sum.lost += Math.max(0, one.packetsLost || 0);
      if (one.kind === "video") { sum.frames += one.framesDecoded || 0; sum.packets += one.packetsReceived || 0; }
    });
    const before = feed.before;
    feed.before = sum;
    if (!before || now - feed.since < GRACE_MS) return null;
    const lost = sum.lost - before.lost, all = sum.all - before.all + lost;
    return { fps: 1000 * (sum.frames - before.frames) / (now - before.at), packets: sum.packets - before.packets, lost: all > 20 ? lost / all : 0 };
  }

  function pause(pc, still) {
    for (const sender of pc?.getSenders() || []) {
      const given = sender.track?.kind === "video" && sender.getParameters();
      if (!given?.encodings?.length) continue;
      given.encodings.forEach((one) => { one.active = !still; });
      sender.setParameters(given).catch(() => {});
    }
  }

  // --- through the video server -------------------------------------------------------------------------------------

  async function throughServer(ticket) {
    const line = await window.PhVideo.connect(ticket.url, ticket.door);
    const publishers = new Map(), watched = new Map();
    let lose, level = plain ? -1 : ladder.level, busy = false;
    const lost = new Promise((yes) => { lose = yes; });
    line.onlost = () => lose("lost");

    function heard(data) {
      if (data.reason === "kicked") return lose("taken");
      if (data.videoroom === "destroyed") return lose("lost");
      (data.publishers || []).forEach((one) => publishers.set(one.id, Number(one.display)));
      [data.unpublished, data.leaving, data.kicked].forEach((one) => publishers.delete(one));
      follow();
    }

    // Host and speaker, not oneself: begin and end watching as the floor passes on.
    async function follow() {
      if (busy) return;
      busy = true;
      try {
        const { host, speaker } = shown();
        const ids = [...publishers].filter(([, site]) => site !== ticket.site && (site === host || site === speaker));
        for (const [id, feed] of watched) if (!ids.some(([one]) => one === id)) unwatch(id, feed);
        for (const [id, site] of ids) if (!watched.has(id)) await watch(id, site);
      } catch { /* a publisher that left meanwhile; the next round sees it */ } finally { busy = false; }
    }

    async function watch(id, site) {
      const handle = await line.attach();
      const pc = new RTCPeerConnection({ iceServers: ticket.ice });
      const stream = new MediaStream();
      const feed = { pc, handle, since: performance.now() };
      watched.set(id, feed);
      try {
        pc.onicecandidate = (event) => handle.candidate(event.candidate);
        pc.ontrack = (event) => stream.addTrack(event.track);
        pc.onconnectionstatechange = () => { if (pc.connectionState === "failed") unwatch(id, feed); };
        const offer = await handle.ask({ request: "join", ptype: "subscriber", room: ticket.room, token: ticket.pass, streams: [{ feed: id }] });
        feed.mid = offer.streams?.find((one) => one.type === "video")?.mid;
        await pc.setRemoteDescription(offer.jsep);
        await pc.setLocalDescription(await pc.createAnswer());
        await handle.ask({ request: "start" }, pc.localDescription);
        feed.figure = tile(site, stream);
        set(feed);
      } catch (error) { unwatch(id, feed); throw error; }
    }

    function unwatch(id, feed) {
      watched.delete(id);
      feed.pc.close();
      feed.handle.leave();
      feed.figure?.remove();
    }

    function set(feed) {
      if (feed.mid === undefined) return;
      feed.figure?.classList.toggle("sound", level < 0);
      const how = level < 0 ? { send: false } : { send: true, substream: level };
      feed.handle.ask({ request: "configure", streams: [{ mid: feed.mid, ...how }] }).catch(() => {});
    }

    async function publish(handle) {
      const pc = new RTCPeerConnection({ iceServers: ticket.ice });
      const [sound] = own.getAudioTracks(), [sight] = own.getVideoTracks();
      pc.addTransceiver(sound || "audio", { direction: "sendonly" }); // first: the server mutes a site by this line
      if (sight) pc.addTransceiver(sight, { direction: "sendonly", sendEncodings: LAYERS });
      pc.onicecandidate = (event) => handle.candidate(event.candidate);
      pc.onconnectionstatechange = () => { if (pc.connectionState === "failed") lose("lost"); };
      await pc.setLocalDescription(await pc.createOffer());
      await pc.setRemoteDescription((await handle.ask({ request: "publish" }, pc.localDescription)).jsep);
      return pc;
    }

    function close() {
      clearInterval(timer);
      sends?.close();
      for (const [id, feed] of watched) unwatch(id, feed);
      line.close();
    }

    const timer = setInterval(follow, 1000);
    let sends = null;
    try {
      const handle = await line.attach();
      handle.onevent = heard;
      handle.onhangup = () => lose("lost");
      const id = `${box.dataset.site || box.dataset.group}-${Math.random().toString(36).slice(2, 10)}`;
      heard(await handle.ask({ request: "join", ptype: "publisher", room: ticket.room, token: ticket.pass, id, display: String(ticket.site || "") }));
      if (ticket.site && own) sends = await publish(handle);
    } catch (error) { close(); throw error; }
    const renew = (fresh) => { line.token = fresh.door; ticket.pass = fresh.pass; };
    const setLevel = (wantedLevel) => { level = wantedLevel; watched.forEach(set); };
    return { lost, close, renew, setLevel, sends, feeds: () => [...watched.values()] };
  }

  // --- from start to stop -------------------------------------------------------------------------------------------

  // The ticket, or a throw: `final` when trying again is of no use.
  async function ticket(first) {
    const answer = await fetch(box.dataset.ticket + (first ? "&lan=dau" : ""), { method: "POST", headers: { "X-CSRFToken": box.dataset.csrf }, credentials: "same-origin", signal: AbortSignal.timeout(15000) });
    if (answer.ok && !answer.redirected) return answer.json();
    const said = answer.headers.get("Content-Type") === "application/json" ? (await answer.json()).said : "";
    throw Object.assign(new Error(said), { final: answer.redirected || [403, 404, 422].includes(answer.status), said });
  }

  async function openCamera() {
    if (!box.dataset.site) return;
    faulty = true;
    if (!navigator.mediaDevices) return;
    const sight = { width: 960, height: 540, frameRate: 15 };
    for (const asked of [{ video: sight, audio: true }, { audio: true }, { video: sight }]) {
      try { own = await navigator.mediaDevices.getUserMedia(asked); } catch { continue; }
      faulty = !own.getVideoTracks().length || !own.getAudioTracks().length;
      tile(Number(box.dataset.site), own, true);
      return;
    }
  }

  async function start() {
    if (wanted) return;
    if (!window.RTCPeerConnection) { say(box.dataset.unable); return; }
    wanted = true;
    turn += 1;
    const mine = turn;
    const still = () => wanted && turn === mine;
    say(box.dataset.connecting);
    state("connecting");
    await openCamera();
    for (let tries = 1; still(); tries += 1) {
      let why = "lost", words = "";
      try {
        const given = await ticket(true);
        const opened = await (given.kind === "mesh" ? window.PhMesh.open(given, { box, tile, own }) : throughServer(given));
        if (!still()) { opened.close(); return; }
        meeting = opened;
        tries = 1;
        Object.assign(ladder, { bad: 0, changedAt: performance.now(), goodSince: performance.now() });
        apply();
        const renewing = setInterval(() => ticket(false).then(opened.renew).catch(() => {}), given.seconds * 300);
        why = await opened.lost;
        clearInterval(renewing);
      } catch (error) {
        if (!still()) return;
        words = error.said || "";
        if (error.final) { stop(words || box.dataset.barred); return; }
      }
      if (!still()) return;
      meeting?.close();
      meeting = null;
      if (why === "taken") { stop(box.dataset.taken, "taken"); return; }
      const seconds = Math.min(30, 2 ** tries);
      state("lost");
      say(words || box.dataset.lost.replace("{s}", seconds));
      await new Promise((yes) => { wake = yes; setTimeout(yes, seconds * 1000); });
    }
  }

  function stop(words = "", how = "off") {
    wanted = false;
    meeting?.close();
    meeting = null;
    own?.getTracks().forEach((track) => track.stop());
    own = null;
    key("tiles").replaceChildren();
    state(how);
    say(words);
    wake();
  }

  function tick() {
    const { muted, speaker } = shown();
    box.querySelectorAll("figure:not(.own)").forEach((one) => one.classList.toggle("speaks", Number(one.dataset.tile) === speaker));
    own?.getAudioTracks().forEach((track) => { track.enabled = !muted; });
    if (!meeting) return;
    state("on");
    const said = box.dataset;
    const line = plain ? said.chosen : ladder.level < 0 ? said.sound : ladder.level < 2 ? said.weak : faulty ? said.camera : "";
    say([muted ? said.muted : "", line || (meeting.feeds().length ? said.on : said.waiting)].join(" ").trim());
  }

  key("start").addEventListener("click", start);
  key("stop").addEventListener("click", () => stop());
  key("plain").addEventListener("click", () => {
    plain = !plain;
    key("plain").setAttribute("aria-pressed", plain);
    apply();
    tick();
  });
  window.addEventListener("online", () => wake());
  window.addEventListener("pagehide", () => stop());
  setInterval(tick, 1000);
  setInterval(look, LOOK_MS);
  state("off");
})();
