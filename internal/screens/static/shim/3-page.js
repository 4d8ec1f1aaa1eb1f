// The page: putting HTML into it, focus, announcements, and what changes by
// itself.

const app = document.getElementById("app");
const text = document.getElementById("texts").dataset;
const moving = matchMedia("(prefers-reduced-motion: no-preference)");
let shownBy = "GET"; // how the page on view was asked for

const say = (words) => { document.getElementById("say").textContent = words; };

// showTemplate puts one of the shell's own pages on view.
function showTemplate(id) {
  const content = document.getElementById(id).content.cloneNode(true);
  app.replaceChildren(content);
  app.dataset.shell = id;
  prepare(app);
}

// show puts an answer on view, at scroll position y, and moves the focus there.
// After the quick exit nothing comes on view any more, nor into the title.
async function show(answer, method, y) {
  const title = decodeURIComponent(answer.headers["pleach-title"] ?? "");
  shownBy = method;
  await change(() => {
    if (left) return;
    delete app.dataset.shell;
    app.innerHTML = policy.createHTML(answer.body);
    if (title) document.title = title;
    prepare(app);
    scrollTo({ top: y, behavior: "instant" });
  });
  if (left) return;
  moveFocus();
  say(title);
}

async function change(work) {
  if (!moving.matches || document.hidden || !document.startViewTransition) return work();
  const transition = document.startViewTransition(work);
  transition.ready.catch(() => {});
  transition.finished.catch(() => {});
  await transition.updateCallbackDone;
}

function moveFocus() {
  const target = app.querySelector("[data-autofocus]") ?? app.querySelector("h1");
  if (target?.matches("h1")) target.tabIndex = -1;
  target?.focus({ preventScroll: !target.matches("[data-autofocus]") });
}

// News from the worker: elements with data-live are replaced, one by one, by
// what the same address shows now. Whatever has the focus or holds something
// typed stays as it is until it has not. When the address shows another page by
// now, or leads elsewhere, that page comes on view, unless something was typed.
let stale = false;      // the worker has news
let held = false;       // something could not be replaced the last time
let refreshing = false;
let locked = false;     // the keys were gone while a page was on its way
heard.changed = () => { stale = true; refresh(); };
document.addEventListener("visibilitychange", () => refresh());
app.addEventListener("focusout", () => { if (held) { stale = true; setTimeout(refresh); } });

async function refresh() {
  if (!stale || refreshing || under.size || document.hidden || !isReady) return;
  if (shownBy !== "GET" || app.dataset.shell || !app.querySelector("[data-live]")) { stale = false; return; }
  refreshing = true;
  stale = false;
  const asked = current;
  const answer = await ask("GET", current).catch(() => null);
  refreshing = false;
  if (under.size) stale = true;
  else if (answer && asked === current && shownBy === "GET") await renew(answer);
  if (stale) setTimeout(refresh, 100);
}

// afterTravel catches up with what the worker said while a page was on its way.
function afterTravel() {
  if (locked) { locked = false; visit("/"); } else refresh();
}

async function renew(answer) {
  if (redirect(answer)) return typed() ? undefined : visit(redirect(answer));
  if (answer.status !== 200) return;
  const fresh = document.createElement("template");
  fresh.innerHTML = policy.createHTML(answer.body);
  const gone = [...app.querySelectorAll("[data-live][id]")].some((el) => !fresh.content.getElementById(el.id));
  if (!gone) swapLive(fresh);
  else if (!typed()) await show(answer, "GET", scrollY);
}

const typed = () => [...app.querySelectorAll("form")].some((form) => touched.has(form));

function swapLive(fresh) {
  held = false;
  for (const old of app.querySelectorAll("[data-live][id]")) {
    const now = fresh.content.getElementById(old.id);
    if (!now || now.outerHTML === old.outerHTML) continue;
    const onHeading = old.contains(document.activeElement) && document.activeElement.matches("h1");
    if (!onHeading && old.contains(document.activeElement) || holdsInput(old)) { held = true; continue; }
    old.replaceWith(now);
    prepare(now);
    if (onHeading) hearNews(now.querySelector("h1"));
  }
}

// hearNews keeps the focus on a heading that it was put on by us, and says the
// heading when it is another by now.
function hearNews(heading) {
  if (!heading) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  if (document.getElementById("say").textContent !== heading.textContent) say(heading.textContent);
}

const holdsInput = (el) => [...el.querySelectorAll("form")].some((form) => touched.has(form));
