// Links, forms and history. Every way to another page goes through travel.

const HOPS = 5; // redirects that are followed
let current = location.pathname + location.search;
const under = new Set(); // travels under way
let turn = 0;   // of the newest travel; an older one that comes late is not shown
let entry = history.state?.entry ?? 0; // of the history entry on view
const places = new Map(); // history entry -> scroll position

history.scrollRestoration = "manual";
history.replaceState({ entry }, "");
addEventListener("scroll", () => places.set(entry, scrollY), { passive: true });

// travel asks for a page and shows it. how.y is where to scroll to; how.stay
// leaves history as it is, because the browser has moved in it already. What
// the worker says meanwhile waits until the person is where they wanted to be.
async function travel(method, url, fields, how = {}) {
  const mine = ++turn;
  under.add(mine);
  try { return await journey(mine, method, url, fields, how); } finally {
    under.delete(mine);
    if (!under.size) afterTravel();
  }
}

async function journey(mine, method, url, fields, how) {
  await saveDrafts();
  let answer = await ask(method, url, fields);
  for (let hop = 0; redirect(answer) && hop < HOPS; hop++) {
    [method, url] = ["GET", redirect(answer)];
    answer = await ask(method, url);
  }
  if (mine !== turn || left || answer.status === 204) return answer;
  if (method === "GET") arrive(url, how.stay);
  await show(answer, method, how.y ?? 0);
  return answer;
}

// redirect is where an answer sends us, if it is a place of ours.
function redirect(answer) {
  if (answer.status < 300 || answer.status > 399) return "";
  const to = new URL(answer.headers.location ?? "/", location.origin);
  return to.origin === location.origin ? to.pathname + to.search : "/";
}

function arrive(url, stay) {
  if (stay || url === current) history.replaceState({ entry }, "", url);
  else {
    entry = Math.max(entry, ...places.keys()) + 1;
    places.set(entry, 0);
    history.pushState({ entry }, "", url);
  }
  current = url;
}

const visit = (url, how) => travel("GET", url, null, how).catch(() => {});

addEventListener("popstate", (e) => {
  const url = location.pathname + location.search;
  if (left || (url === current && (e.state?.entry ?? entry) === entry)) return; // only the #part has changed
  entry = e.state?.entry ?? 0;
  visit(url, { stay: true, y: places.get(entry) ?? 0 });
});

addEventListener("click", (e) => {
  const link = e.target.closest?.("a[href]");
  if (!link || e.defaultPrevented || e.button || e.metaKey || e.ctrlKey || e.shiftKey || e.altKey) return;
  if (link.target || link.origin !== location.origin || link.getAttribute("href").startsWith("#")) return;
  e.preventDefault();
  if (link.hasAttribute("download")) download(link);
  else visit(link.pathname + link.search);
});

const sending = new WeakSet(); // forms that wait for their answer

addEventListener("submit", (e) => {
  const form = e.target;
  if (e.defaultPrevented || form.method === "dialog" || form.target) return;
  e.preventDefault();
  if (!sending.has(form)) send(form, e.submitter);
});

async function send(form, by) {
  const method = (by?.getAttribute("formmethod") ?? form.getAttribute("method") ?? "get").toUpperCase();
  const action = by?.getAttribute("formaction") ?? form.getAttribute("action") ?? current;
  const fields = new URLSearchParams(new FormData(form, by));
  if (holdPulse(form, action, fields)) return;
  sending.add(form);
  const quiet = busy(form);
  try {
    await forgetDraft(form);
    await handOver(form, action);
    if (form.dataset.passkey) await (await passkeys()).askDevice(form, fields);
    if (method === "GET") await travel("GET", `${action.split("?")[0]}?${fields}`);
    else if (action.startsWith("/unlock")) await unlock(action, fields);
    else await travel(method, action, fields);
    if (["/signup", "/kit", "/add"].includes(action)) navigator.storage?.persist?.();
  } catch { /* the worker was stopped, and what stopped it shows why */ } finally {
    quiet();
    sending.delete(form);
  }
}

// handOver gives the worker a file that was chosen, before the form that it is
// in. It goes nowhere else. One that is too large or cannot be read is empty.
async function handOver(form, action) {
  const file = form.querySelector("[type=file]")?.files[0];
  if (!file) return;
  const data = file.size < 7e7 ? await file.arrayBuffer().catch(() => 0) : 0;
  await ask("POST", action + "/file", new Uint8Array(data));
}

// busy shows the form's own words when the answer takes longer than a moment.
function busy(form) {
  const line = document.createElement("p");
  line.className = "busy hint";
  line.role = "status";
  form.append(line);
  form.ariaBusy = "true";
  const timer = setTimeout(() => { line.textContent = form.dataset.busy ?? text.moment; }, 150);
  return () => { clearTimeout(timer); line.remove(); form.ariaBusy = null; };
}
