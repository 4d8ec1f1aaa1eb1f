// Small things on a page: timers, copying, sharing, downloads, passwords that
// may be seen. prepare is called for every piece of HTML that comes on view.

function prepare(part) {
  // Browsers keep what stands in a form in a file of theirs, in the clear, to
  // bring a closed tab back. Drafts do that here, sealed.
  for (const form of within(part, "form:not([autocomplete])")) form.setAttribute("autocomplete", "off");
  for (const el of within(part, "[data-timer]")) setUpTimer(el);
  for (const el of within(part, "[data-leave]")) leaveSoon(el);
  for (const el of within(part, "[data-share]")) el.hidden = !navigator.share;
  if (part.querySelector("[data-passkey]:not([hidden])")) passkeys().catch(() => {}); // so that it is there in time
  for (const el of within(part, "[data-has-passkeys]")) passkeys().then((p) => p.hasPasskeys()).then((has) => { el.hidden = !has; }, () => {});
}

const passkeys = () => import(root.dataset.passkey);

const within = (part, selector) => [...(part.matches(selector) ? [part] : []), ...part.querySelectorAll(selector)];

// What should not stay on view gives way to another page after a minute.
const leaveSoon = (el) => setTimeout(() => el.isConnected && visit(el.dataset.leave, { stay: true }), 60000);

// Timers live here and not in the page, so that a swapped or revisited page
// goes on where it was. The steps of a talk share an address and differ in
// their heading. since is when a timer was started, null while it rests.
const clocks = new Map(); // address, heading and id -> {total, used, since, told}

const clockName = (el) => [current, app.querySelector("h1")?.textContent, el.id].join("#");
const clockOf = (el) => clocks.get(clockName(el));

function setUpTimer(el) {
  if (!clockOf(el)) clocks.set(clockName(el), { total: +el.dataset.timer, used: 0, since: null, told: false });
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

const tools = { timerDo: stepTimer, copy, share, reveal, print: () => print() };

addEventListener("click", (e) => {
  const button = e.target.closest?.("[data-timer-do], [data-copy], [data-share], [data-reveal], [data-print]");
  if (!button) return;
  e.preventDefault();
  for (const [name, tool] of Object.entries(tools)) if (name in button.dataset) tool(button);
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

function reveal(button) {
  const field = app.querySelector(button.dataset.reveal);
  const seen = field.type === "text";
  field.type = seen ? "password" : "text";
  button.ariaPressed = String(!seen);
}

// download saves what the worker answers under the link's name.
async function download(link) {
  const answer = await ask("GET", link.pathname + link.search).catch(() => null);
  if (answer?.status !== 200) return;
  const save = document.createElement("a");
  save.href = URL.createObjectURL(new Blob([answer.body], { type: answer.headers["content-type"] }));
  save.download = link.download;
  save.click();
  setTimeout(() => URL.revokeObjectURL(save.href), 1000);
}

// A slider that nobody has moved says nothing, and is not sent.
addEventListener("input", (e) => delete e.target.dataset.unset, true);
addEventListener("formdata", (e) => {
  for (const slider of e.target.querySelectorAll("[data-unset]")) e.formData.delete(slider.name);
});
