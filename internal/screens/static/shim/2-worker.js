// The worker: starting it, asking it, stopping it.

const root = document.documentElement;
const policy = trusted();
const pending = new Map(); // request number -> {resolve, reject}
const heard = {};          // message type -> what to do; filled by the other files
let worker = null;
let ready = null;          // resolves when the worker answers requests
let isReady = false;
let number = 0;

// trusted is the only door for HTML and script addresses into the page.
function trusted() {
  const rules = {
    createHTML: (html) => html, // from our own worker, which escapes
    createScriptURL: (url) => {
      if (!url.startsWith("/a/") && url !== "/sw.js") throw new TypeError("not a script of ours");
      return url;
    },
  };
  return self.trustedTypes ? trustedTypes.createPolicy("pleach", rules) : rules;
}

function startWorker() {
  isReady = false;
  ready = new Promise((resolve) => { heard.ready = () => { isReady = true; resolve(); }; });
  worker = new Worker(policy.createScriptURL(root.dataset.worker));
  worker.onmessage = (e) => heard[e.data.type]?.(e.data);
  worker.onerror = () => heard.failed();
  worker.postMessage({ type: "start", wasm: root.dataset.wasm, share: shareKept() });
}

heard.stay = ({ share }) => { if (!left) keepShare(share); };

heard.response = (answer) => {
  pending.get(answer.id)?.resolve(answer);
  pending.delete(answer.id);
};

// ask sends one request and resolves with {status, headers, body}. fields are a
// form's, or a file's bytes. It waits for a worker that is still starting, and
// rejects when the worker is stopped.
async function ask(method, url, fields) {
  await ready;
  const headers = { "Pleach-Shim": "1" };
  const file = fields instanceof Uint8Array;
  if (fields) headers["Content-Type"] = file ? "application/octet-stream" : "application/x-www-form-urlencoded";
  return new Promise((resolve, reject) => {
    const id = ++number;
    pending.set(id, { resolve, reject });
    worker.postMessage({ type: "request", id, method, url, headers, body: file ? fields : fields?.toString() ?? "" });
  });
}

// stopWorker gives the worker some time to wipe its keys and then ends it,
// whatever it is doing. The way says why.
async function stopWorker(ms, way = "/exit") {
  const ending = worker;
  if (!ending) return;
  if (isReady) {
    await Promise.race([ask("POST", way, new URLSearchParams()), pause(ms)]).catch(() => {});
  }
  ending.terminate();
  if (worker === ending) { worker = null; isReady = false; }
  for (const { reject } of pending.values()) reject(new Error("the worker has stopped"));
  pending.clear();
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

// onDevice looks for an account on this device, and for a passkey that opens it,
// without making a database.
function onDevice() {
  return new Promise((resolve) => {
    const request = indexedDB.open("pleach");
    request.onupgradeneeded = () => request.transaction.abort();
    request.onerror = (e) => { e.preventDefault(); resolve({}); };
    request.onsuccess = () => {
      const db = request.result;
      const tx = db.transaction("kv");
      const vault = tx.objectStore("kv").getKey("vault");
      const passkey = tx.objectStore("kv").get("way/passkey");
      tx.oncomplete = () => { resolve({ vault: vault.result, passkey: passkey.result }); db.close(); };
      tx.onabort = () => { resolve({}); db.close(); };
    };
  });
}
