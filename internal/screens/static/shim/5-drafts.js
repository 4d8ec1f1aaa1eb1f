// What is typed is kept. Forms with data-draft save themselves on this device;
// the pulse that was filled in before unlocking waits for the unlocking.

const touched = new WeakSet(); // forms that somebody typed into
const timers = new Map();      // form -> timer of its next save
const saving = new Map();      // form -> its save under way
let keptPulse = null;          // fields of a pulse that waits for the unlocking

addEventListener("input", (e) => {
  const form = e.target.form;
  if (!form) return;
  touched.add(form);
  if (!form.dataset.draft || !isReady || app.dataset.shell) return;
  clearTimeout(timers.get(form));
  timers.set(form, setTimeout(saveDraft, 400, form));
});

function saveDraft(form) {
  clearTimeout(timers.get(form));
  timers.delete(form);
  const fields = new URLSearchParams(new FormData(form));
  for (const secret of form.querySelectorAll("input[autocomplete$=password], input[type=password]")) fields.delete(secret.name);
  const save = ask("POST", `/draft/${encodeURIComponent(form.dataset.draft)}`, fields).catch(() => {});
  saving.set(form, save);
  return save.finally(() => saving.delete(form));
}

const saveDrafts = () => Promise.all([...[...timers.keys()].map(saveDraft), ...saving.values()]);

// forgetDraft is for a form that is being sent: its draft must not be saved
// again after what it held was saved.
function forgetDraft(form) {
  clearTimeout(timers.get(form));
  timers.delete(form);
  return saving.get(form);
}

document.addEventListener("visibilitychange", () => { if (document.hidden && !left) saveDrafts(); });
addEventListener("pagehide", () => { if (!left) saveDrafts(); });

// holdPulse keeps the pulse of somebody who has not unlocked yet. It reports
// whether the form is dealt with for now.
function holdPulse(form, action, fields) {
  if (app.dataset.shell !== "shell-unlock") return false;
  if (action === "/pulse") {
    keptPulse = fields;
    say(text.kept);
    app.querySelector("form[action='/unlock'] input:not([type=hidden])")?.focus();
    return true;
  }
  const pulse = app.querySelector("form[action='/pulse']");
  if (action.startsWith("/unlock") && pulse && touched.has(pulse)) {
    keptPulse = new URLSearchParams(new FormData(pulse));
  }
  return false;
}

// unlock goes on to where the person wanted to be, or saves the pulse that they
// had filled in. After a wrong password both wait for the next try.
async function unlock(action, fields) {
  const answer = await ask("POST", action, fields);
  if (!redirect(answer)) { await show(answer, "POST", 0); return; }
  const pulse = keptPulse;
  const to = redirect(answer);
  keptPulse = null;
  if (pulse) await travel("POST", "/pulse", pulse);
  else await travel("GET", to === "/" && current !== "/unlock" ? current : to);
}
