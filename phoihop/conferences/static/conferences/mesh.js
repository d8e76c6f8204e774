"use strict";
// Pictures straight between the machines of at most four sites. What two browsers have to tell one another goes through
// the program (data-signals): "hello" when a page starts, then one offer and one answer, each with all its candidates.
// The site with the lower number offers; the other answers, and must use addTrack or it would send nothing.

window.PhMesh = (() => {
  const BITS = { 2: 350000, 1: 120000, 0: 40000 };
  const SHRINK = { 2: 1, 1: 2, 0: 4 };
  const QUICK_MS = 1000, SLOW_MS = 4000, GATHER_MS = 3000, AGAIN_MS = 10000;

  async function open(ticket, page) {
    const run = Math.random().toString(36).slice(2);
    const peers = new Map();
    const heard = new Set();
    let last = ticket.after, level = 2, closed = false, lose, failures = 0;
    const lost = new Promise((yes) => { lose = yes; });

    async function tell(to, body) {
      const answer = await fetch(page.box.dataset.signals, {
        method: "POST", credentials: "same-origin", body: JSON.stringify({ to, body: { ...body, run } }),
        headers: { "X-CSRFToken": page.box.dataset.csrf, "Content-Type": "application/json" }, signal: AbortSignal.timeout(15000),
      });
      if (!answer.ok) throw new Error(String(answer.status));
    }

    function peer(site, theirs) {
      peers.get(site)?.pc.close();
      peers.get(site)?.figure.remove();
      const pc = new RTCPeerConnection({ iceServers: ticket.ice });
      const stream = new MediaStream();
      const one = { pc, run: theirs, since: performance.now(), figure: page.tile(site, stream) };
      pc.ontrack = (event) => stream.addTrack(event.track);
      pc.onconnectionstatechange = () => { if (pc.connectionState === "failed" && peers.get(site) === one) drop(site); };
      peers.set(site, one);
      page.own?.getTracks().forEach((track) => pc.addTrack(track, page.own));
      if (!page.own && site > ticket.site) ["audio", "video"].forEach((kind) => pc.addTransceiver(kind, { direction: "recvonly" }));
      return one;
    }

    function drop(site) {
      const one = peers.get(site);
      if (!one) return;
      peers.delete(site);
      one.pc.close();
      one.figure.remove();
    }

    // The description once all candidates are in it, or after a while with those there are.
    async function described(pc, description) {
      await pc.setLocalDescription(description);
      await new Promise((yes) => {
        setTimeout(yes, GATHER_MS);
        pc.onicegatheringstatechange = () => { if (pc.iceGatheringState === "complete") yes(); };
      });
      return pc.localDescription.toJSON();
    }

    async function take({ from, body }) {
      const known = peers.get(from);
      if (body.type === "hello") {
        if (ticket.site < from) {
          const { pc } = peer(from, body.run);
          await tell(from, { type: "offer", jsep: await described(pc, await pc.createOffer()), level });
        } else if (!body.back) await tell(from, { type: "hello", back: true });
      } else if (body.type === "offer") {
        const one = peer(from, body.run);
        await one.pc.setRemoteDescription(body.jsep);
        await tell(from, { type: "answer", jsep: await described(one.pc, await one.pc.createAnswer()), level });
        limit(one, body.level);
      } else if (body.type === "answer" && known?.run === body.run && known.pc.signalingState === "have-local-offer") {
        await known.pc.setRemoteDescription(body.jsep);
        limit(known, body.level);
      } else if (body.type === "level" && known) limit(known, body.level);
      else if (body.type === "bye" && known?.run === body.run) drop(from);
    }

    // What the other side can bear is what this side sends to it.
    function limit(one, wanted) {
      for (const sender of one.pc.getSenders()) {
        const given = sender.track?.kind === "video" && sender.getParameters();
        if (!given?.encodings?.length) continue;
        given.encodings.forEach((layer) => Object.assign(layer, { active: wanted >= 0, maxBitrate: BITS[wanted] || BITS[0], scaleResolutionDownBy: SHRINK[wanted] || 4 }));
        sender.setParameters(given).catch(() => {});
      }
    }

    async function listen() {
      try {
        const answer = await fetch(`${page.box.dataset.signals}?sau=${Math.max(0, last - 20)}`, { credentials: "same-origin", signal: AbortSignal.timeout(15000) });
        if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
        failures = 0;
        for (const said of (await answer.json()).signals) {
          if (said.id <= ticket.after || heard.has(said.id)) continue;
          heard.add(said.id);
          last = Math.max(last, said.id);
          await take(said).catch(() => drop(said.from));
        }
      } catch {
        failures += 1;
        if (failures > 5 && ![...peers.values()].some((one) => one.pc.connectionState === "connected")) lose("lost");
      }
      const settled = peers.size === ticket.others.length && [...peers.values()].every((one) => one.pc.connectionState === "connected");
      if (!closed) setTimeout(listen, settled ? SLOW_MS : QUICK_MS);
    }

    const greet = () => ticket.others.filter((site) => !peers.has(site)).forEach((site) => tell(site, { type: "hello" }).catch(() => {}));
    const timer = setInterval(greet, AGAIN_MS);
    await Promise.all(ticket.others.map((site) => tell(site, { type: "hello" })));
    listen();

    function close() {
      closed = true;
      clearInterval(timer);
      for (const site of [...peers.keys()]) { tell(site, { type: "bye" }).catch(() => {}); drop(site); }
    }

    function setLevel(wanted) {
      if (wanted !== level) for (const site of peers.keys()) tell(site, { type: "level", level: wanted }).catch(() => {});
      level = wanted;
    }

    const sends = { getSenders: () => [...peers.values()].flatMap((one) => one.pc.getSenders()) };
    return { lost, close, setLevel, sends, renew: () => {}, feeds: () => [...peers.values()] };
  }

  return { open };
})();
