// The page's half of the web client. These files are joined in order into one
// module, so they share one scope and leave nothing on window.
//
// A click or a form becomes a message to the worker, where the screens are an
// ordinary HTTP handler; the answer is HTML for #app. This side only puts it
// there and keeps focus, scroll, history and announcements right.
//
// This file is the quick exit. It comes first and needs nothing of the rest.

const NEUTRAL = "/kitchen";
const ZEROING = 200; // ms that the worker has to wipe its keys
let left = false;

// leave blanks the page before it does anything else. Whoever stays unlocked does
// so no longer, even when the worker has no time to hear of it.
function leave() {
  if (left) return;
  left = true;
  document.title = "";
  document.body.replaceChildren();
  keepShare();
  stopWorker(ZEROING).finally(() => location.replace(NEUTRAL));
}

addEventListener("click", (e) => {
  if (!e.target.closest?.("[data-quick-exit]")) return;
  e.preventDefault();
  e.stopImmediatePropagation();
  leave();
}, true);

// Shift pressed and released three times within a second and a half, with
// nothing else in between: Shift with a letter is only writing.
let taps = [];
let alone = false;
addEventListener("keydown", (e) => {
  alone = e.key === "Shift" && !e.ctrlKey && !e.altKey && !e.metaKey;
  if (!alone) taps = [];
}, true);
addEventListener("keyup", (e) => {
  if (e.key !== "Shift" || !alone) return;
  alone = false;
  taps = [...taps, e.timeStamp].slice(-3);
  if (taps.length === 3 && taps[2] - taps[0] <= 1500) leave();
}, true);

// The page's share of the secret that keeps somebody unlocked (store.js). It is
// here because this storage forgets at once; where a browser has none, the
// password is asked for.
function shareKept() {
  try { return localStorage.getItem("share"); } catch { return null; }
}

function keepShare(share) {
  try {
    if (share) localStorage.setItem("share", share);
    else localStorage.removeItem("share");
  } catch { /* then nothing is kept */ }
}

// The task switcher shows a blurred page.
document.addEventListener("visibilitychange", () => {
  document.documentElement.classList.toggle("is-hidden", document.hidden);
});
