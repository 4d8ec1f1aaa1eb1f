// The worker's beginning: it loads the WebAssembly, makes sure that this tab is
// the only one that writes, and hands the page's requests to Go
// (internal/browser/bridge_js.go). Joined by the build after Go's own
// wasm_exec.js and store.js.
"use strict";

(() => {
  let module;         // promise of {module, instance}
  let running = false;
  const go = new Go();

  self.onmessage = (e) => {
    const m = e.data;
    if (m.type === "request") self.pleachHandle(m);
    else if (m.type === "start") start(m);
    else if (m.type === "take") hold({ patience: 3000, steal: true });
  };

  // The download begins before the lock is held: nothing is touched yet. A page
  // that was just reloaded may still be letting go of the lock, so wait a moment.
  function start({ wasm, share }) {
    self.pleachShare = share; // of the secret in store.js
    module = WebAssembly.instantiateStreaming(fetch(wasm), go.importObject);
    module.catch(() => {});
    hold({ patience: 1000, steal: false });
  }

  // hold waits for the origin's lock. When patience ends, another tab has it:
  // either the page is told, or the lock is taken from a tab that does not
  // answer. That tab cannot write any more (store.js refuses it).
  async function hold({ patience, steal }) {
    if (!navigator.locks) return run(); // no secure context: store.js alone decides
    try {
      await navigator.locks.request("pleach", { signal: AbortSignal.timeout(patience) }, run);
    } catch (err) {
      if (running) self.postMessage({ type: "lost" });
      else if (!steal) self.postMessage({ type: "taken" });
      else await navigator.locks.request("pleach", { steal: true }, run).catch(() => self.postMessage({ type: "lost" }));
    }
  }

  // run holds the lock for as long as the worker lives.
  async function run() {
    running = true;
    try {
      const { instance } = await module;
      await go.run(instance);
    } catch { /* told below: there is nobody to throw to */ }
    self.postMessage({ type: "failed" });
    return new Promise(() => {});
  }
})();
