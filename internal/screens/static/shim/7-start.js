// The beginning, other tabs, and links that carry something after the #.

const tabs = self.BroadcastChannel ? new BroadcastChannel("pleach") : null;
let carried = takeFragment(); // an invitation or a kit, until the worker has it

// takeFragment takes what a link brought out of the address at once, so that it
// stays in no history and is sent to no server.
function takeFragment() {
  if (!/^#(join|kit|add|demo)\./.test(location.hash)) return null;
  const value = decodeURIComponent(location.hash.slice(1));
  history.replaceState(history.state, "", location.pathname + location.search);
  return value;
}

addEventListener("hashchange", () => {
  carried = takeFragment() ?? carried;
  if (isReady) deliver();
});

// deliver gives the worker what a link brought. It reports whether that put
// another page on view; a password that is being typed is not taken away, and
// somebody who has gone on from the shell is not brought back.
async function deliver() {
  if (!carried) return false;
  const fields = new URLSearchParams({ fragment: carried });
  carried = null;
  const busyHere = app.dataset.shell && (turn || inUse());
  await (busyHere ? ask("POST", "/arrive", fields) : travel("POST", "/arrive", fields)).catch(() => {});
  return !busyHere;
}

const inUse = () => [...app.querySelectorAll("form")].some((form) => touched.has(form) || sending.has(form));

// Where a program on this machine answers, it does so at once: there is nothing
// to show meanwhile, and nothing to keep for later.
const native = !root.dataset.wasm;

async function begin() {
  const stays = !native && shareKept(); // then there is no password to ask for
  startWorker();
  if (!native) await showShell(stays);
  await ready;
  if (!native) registerServiceWorker();
  if (!await deliver()) await (native || stays ? visit(current, { stay: true }) : comeBack());
}

async function showShell(stays) {
  if (stays) return app.append(text.moment);
  const { vault, passkey } = await onDevice();
  showTemplate(vault ? "shell-unlock" : "shell-welcome");
  if (vault && passkey) passkeys().then((p) => p.offer(app.querySelector("[data-passkey]"), passkey)).catch(() => {});
  app.querySelector("[data-autofocus]")?.focus();
}

// comeBack shows the address that was loaded, if it can be shown without
// unlocking, and nobody has begun to use what is on view.
async function comeBack() {
  if (current === "/" || turn || inUse()) return;
  const answer = await ask("GET", current).catch(() => null);
  if (answer && !redirect(answer) && !turn && !inUse()) await show(answer, "GET", 0);
}

function registerServiceWorker() {
  const url = policy.createScriptURL("/sw.js");
  navigator.serviceWorker?.register(url, { updateViaCache: "none" }).catch(() => {});
}

// One tab writes. The other says so, and can become the one.
heard.taken = () => showTemplate("shell-taken");
heard.lost = () => lose();
heard.failed = () => { if (!left) showTemplate("shell-failed"); };
heard.locked = () => { if (under.size) locked = true; else visit("/"); };

if (tabs) tabs.onmessage = (e) => {
  if (e.data === "hand-over" && worker && app.dataset.shell !== "shell-taken") lose();
};

// lose gives the place to another tab: blank first, keys wiped, then words.
async function lose() {
  app.replaceChildren();
  await stopWorker(ZEROING, "/exit?tab");
  if (!left) showTemplate("shell-lost");
}

addEventListener("click", (e) => {
  if (!e.target.closest?.("[data-use-here]")) return;
  e.preventDefault();
  turn = 0;
  tabs?.postMessage("hand-over");
  if (!worker) return begin();
  worker.postMessage({ type: "take" });
  showShell();
});

begin();
