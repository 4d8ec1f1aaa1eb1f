// Small things on a page: timers, copying, sharing. prepare is called for every
// piece of HTML that comes on view.

function prepare(part) {
  for (const el of within(part, "[data-timer]")) setUpTimer(el);
  for (const el of within(part, "[data-share]")) el.hidden = !navigator.share;
}

const within = (part, selector) => [...(part.matches(selector) ? [part] : []), ...part.querySelectorAll(selector)];

// Timers live here and not in the page, so that a swapped or revisited page
// goes on where it was. since is when it was started, null while it rests.
const clocks = new Map(); // address and id -> {total, used, since, told}

const clockOf = (el) => clocks.get(current + "#" + el.id);

function setUpTimer(el) {
  if (!clockOf(el)) clocks.set(current + "#" + el.id, { total: +el.dataset.timer, used: 0, since: null, told: false });
  drawTimer(el);
}

const secondsUsed = (c) => c.used + (c.since === null ? 0 : (performance.now() - c.since) / 1000);

function drawTimer(el) {
  const c = clockOf(el);
  if (!c) return;
  const rest = Math.max(0, Math.ceil(c.total - secondsUsed(c)));
  const out = el.querySelector("[data-timer-left]");
  const words = `${Math.floor(rest / 60)}:${String(rest % 60).padStart(2, "0")}`;
  if (out && out.textContent !== words) out.textContent = words;
  el.classList.toggle("is-running", c.since !== null);
  el.classList.toggle("is-over", rest === 0);
  if (rest === 0 && !c.told) { c.told = true; say(text.over); }
}

setInterval(() => { for (const el of app.querySelectorAll("[data-timer]")) drawTimer(el); }, 250);

const timerDo = {
  start(c) { c.since ??= performance.now(); },
  pause(c) { c.used = secondsUsed(c); c.since = null; },
  add(c) { c.total = Math.max(c.total, secondsUsed(c)) + 60; c.told = false; },
  reset(c, el) { Object.assign(c, { total: +el.dataset.timer, used: 0, since: null, told: false }); },
};

addEventListener("click", async (e) => {
  const button = e.target.closest?.("[data-timer-do], [data-copy], [data-share]");
  if (!button) return;
  e.preventDefault();
  if (button.dataset.timerDo) stepTimer(button);
  else if (button.dataset.copy) await copy(button);
  else await share(button);
});

function stepTimer(button) {
  const el = button.closest("[data-timer]");
  timerDo[button.dataset.timerDo]?.(clockOf(el), el);
  drawTimer(el);
}

const wordsOf = (el) => (el.value ?? el.textContent).trim();

// copy falls back to selecting the words, where the browser lets nobody copy.
async function copy(button) {
  const source = app.querySelector(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(wordsOf(source));
    say(text.copied);
  } catch {
    if (source.select) source.select();
    else getSelection().selectAllChildren(source);
    say(text.selected);
  }
}

// share takes the words themselves, or "#id" of the element that has them.
async function share(button) {
  const it = button.dataset.share;
  const words = it.startsWith("#") ? wordsOf(app.querySelector(it)) : it;
  await navigator.share(/^https?:/.test(words) ? { url: words } : { text: words }).catch(() => {});
}
