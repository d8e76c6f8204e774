"use strict";
// Camera, microphone and moving pictures of this computer, tried out: real frames, real sound, two ends that find one
// another. Offered to line_test.js as window.phoihopDevices.

(() => {
  const wait = (ms) => new Promise((done) => setTimeout(done, ms));

  async function listen(what) {
    try { return await navigator.mediaDevices.getUserMedia(what); } catch { return null; }
  }

  // Real frames: the picture has lighter and darker places, which a covered or frozen camera has not.
  async function camera(video) {
    const stream = await listen({ video: { width: 320, height: 180 } });
    if (!stream) return [false, null];
    video.hidden = false;
    video.srcObject = stream;
    await video.play().catch(() => {});
    const canvas = document.createElement("canvas");
    canvas.width = 32; canvas.height = 18;
    const pen = canvas.getContext("2d", { willReadFrequently: true });
    for (let n = 0; n < 20; n += 1) {
      await wait(200);
      pen.drawImage(video, 0, 0, 32, 18);
      const lights = pen.getImageData(0, 0, 32, 18).data.filter((_value, at) => at % 4 === 1);
      if (Math.max(...lights) - Math.min(...lights) > 8) return [true, stream];
    }
    return [false, stream];
  }

  async function sound() {
    const stream = await listen({ audio: true });
    if (!stream) return [false, null];
    const context = new AudioContext();
    await context.resume();
    const meter = context.createAnalyser();
    context.createMediaStreamSource(stream).connect(meter);
    const levels = new Float32Array(meter.fftSize);
    let loudest = 0;
    for (let n = 0; n < 40 && loudest < 0.01; n += 1) {
      await wait(100);
      meter.getFloatTimeDomainData(levels);
      loudest = levels.reduce((most, level) => Math.max(most, Math.abs(level)), loudest);
    }
    context.close();
    return [loudest >= 0.002, stream];
  }

  // Two ends in this page find one another: what a picture needs, apart from the way to the others.
  async function exchanges() {
    if (!window.RTCPeerConnection) return false;
    const [one, other] = [new RTCPeerConnection(), new RTCPeerConnection()];
    one.onicecandidate = (event) => event.candidate && other.addIceCandidate(event.candidate).catch(() => {});
    other.onicecandidate = (event) => event.candidate && one.addIceCandidate(event.candidate).catch(() => {});
    const opened = new Promise((done) => { one.createDataChannel("test").onopen = () => done(true); });
    try {
      await one.setLocalDescription(await one.createOffer());
      await other.setRemoteDescription(one.localDescription);
      await other.setLocalDescription(await other.createAnswer());
      await one.setRemoteDescription(other.localDescription);
      return await Promise.race([opened, wait(8000).then(() => false)]);
    } catch { return false; } finally { one.close(); other.close(); }
  }

  window.phoihopDevices = { camera, sound, exchanges };
})();
