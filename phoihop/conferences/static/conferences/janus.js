"use strict";
// The little of the video server's language (Janus, plugin VideoRoom) that a page needs: PhVideo.connect(address, token)
// gives a line; line.attach() a handle; handle.ask(body, jsep) waits for its answer. When the line breaks, line.onlost is
// called once. `token` may be replaced on the line while it lives.

window.PhVideo = (() => {
  const PLUGIN = "janus.plugin.videoroom";
  const ANSWER_MS = 10000;

  class Handle {
    constructor(line, id) {
      this.line = line;
      this.id = id;
      this.onevent = () => {};
      this.onhangup = () => {};
    }

    // The plugin's answer {…data, jsep}; an answer that names an error is thrown.
    async ask(body, jsep) {
      const said = await this.line.send({ janus: "message", handle_id: this.id, body, ...(jsep ? { jsep } : {}) }, true);
      const data = said.plugindata?.data || {};
      if (data.error_code) throw new Error(`${data.error_code} ${data.error}`);
      return { ...data, jsep: said.jsep };
    }

    candidate(candidate) {
      this.line.tell({ janus: "trickle", handle_id: this.id, candidate: candidate || { completed: true } });
    }

    leave() { this.line.tell({ janus: "detach", handle_id: this.id }); }
  }

  class Line {
    constructor(socket, token) {
      this.socket = socket;
      this.token = token;
      this.session = null;
      this.asked = new Map();
      this.handles = new Map();
      this.onlost = () => {};
      socket.onmessage = (message) => this.hear(JSON.parse(message.data));
      socket.onclose = () => this.lose();
      this.alive = setInterval(() => this.send({ janus: "keepalive" }).catch(() => this.lose()), 20000);
    }

    hear(said) {
      const asked = this.asked.get(said.transaction);
      if (asked && !(said.janus === "ack" && asked.later)) {
        this.asked.delete(said.transaction);
        clearTimeout(asked.timer);
        if (said.janus === "error") asked.no(new Error(`${said.error.code} ${said.error.reason}`));
        else asked.yes(said);
        return;
      }
      const handle = this.handles.get(said.sender);
      if (said.janus === "event" && handle) handle.onevent(said.plugindata?.data || {}, said.jsep);
      if (said.janus === "hangup" && handle) handle.onhangup();
      if (said.janus === "timeout") this.lose();
    }

    tell(said) {
      const transaction = Math.random().toString(36).slice(2);
      const whole = { ...said, transaction, token: this.token, ...(this.session ? { session_id: this.session } : {}) };
      if (this.socket.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(whole));
      return transaction;
    }

    // `later`: the answer comes as an event after the server's "ack".
    send(said, later = false) {
      return new Promise((yes, no) => {
        const transaction = this.tell(said);
        const timer = setTimeout(() => { this.asked.delete(transaction); no(new Error("no answer")); }, ANSWER_MS);
        this.asked.set(transaction, { yes, no, later, timer });
      });
    }

    async attach() {
      const id = (await this.send({ janus: "attach", plugin: PLUGIN })).data.id;
      const handle = new Handle(this, id);
      this.handles.set(id, handle);
      return handle;
    }

    lose() {
      if (this.alive === null) return;
      this.close();
      this.onlost();
    }

    close() {
      clearInterval(this.alive);
      this.alive = null;
      if (this.session) this.tell({ janus: "destroy" });
      this.socket.onclose = null;
      this.socket.close();
      for (const asked of this.asked.values()) { clearTimeout(asked.timer); asked.no(new Error("closed")); }
      this.asked.clear();
    }
  }

  async function connect(address, token) {
    const socket = new WebSocket(address, "janus-protocol");
    await new Promise((yes, no) => {
      const timer = setTimeout(() => { socket.close(); no(new Error("no answer")); }, ANSWER_MS);
      socket.onopen = () => { clearTimeout(timer); yes(); };
      socket.onerror = () => { clearTimeout(timer); no(new Error("away")); };
    });
    const line = new Line(socket, token);
    try {
      line.session = (await line.send({ janus: "create" })).data.id;
    } catch (error) { line.close(); throw error; }
    return line;
  }

  return { connect };
})();
