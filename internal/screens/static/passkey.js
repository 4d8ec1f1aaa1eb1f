// A passkey of this device's. The page has to ask for it, since a worker cannot.
// What its function makes goes to the worker with the form, and nowhere else.
//
// A module of its own, which the shim fetches when a page needs it.

const encode = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)));
const decode = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));

// hasPasskeys is whether this browser's passkeys have that function, and may be
// used at this address: one of numbers alone has none.
export async function hasPasskeys() {
  if (!self.PublicKeyCredential || /^[\d.]+$|:/.test(location.hostname)) return false;
  if (!await PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable()) return false;
  const can = await PublicKeyCredential.getClientCapabilities?.();
  return can?.["extension:prf"] ?? true;
}

// askDevice adds to a form what the device's prompt gave. When it was closed, or the
// device has none, nothing is added, and the answer says so.
export async function askDevice(form, fields) {
  try {
    const { credential, secret } = await prompts[form.dataset.passkey](form.dataset);
    fields.set("credential", encode(credential));
    fields.set("secret", encode(secret));
  } catch { /* the password is there */ }
}

const prompts = { create: makePasskey, get: askPasskey, forget: forgetPasskey };

// Nobody looks at an answer to the challenge: what opens is proved by opening.
const challenge = () => crypto.getRandomValues(new Uint8Array(32));
const asked = (salt) => ({ prf: { eval: { first: decode(salt) } } });
const given = (made) => made.getClientExtensionResults().prf?.results?.first;

async function askPasskey({ salt, credential }) {
  const id = decode(credential);
  const made = await navigator.credentials.get({ publicKey: {
    challenge: challenge(), userVerification: "required", extensions: asked(salt),
    allowCredentials: [{ type: "public-key", id, transports: ["internal"] }],
  } });
  return { credential: id, secret: given(made) };
}

// makePasskey names no person: the name is in the device's own list. Some devices
// give nothing at the making, and are asked once more.
async function makePasskey({ salt, user }) {
  const made = await navigator.credentials.create({ publicKey: {
    challenge: challenge(), extensions: asked(salt),
    rp: { name: "Pleach" }, user: { id: decode(user), name: "Pleach", displayName: "Pleach" },
    pubKeyCredParams: [-7, -257].map((alg) => ({ type: "public-key", alg })),
    authenticatorSelection: { authenticatorAttachment: "platform", residentKey: "required", userVerification: "required" },
  } });
  const secret = given(made);
  if (secret) return { credential: made.rawId, secret };
  return askPasskey({ salt, credential: encode(made.rawId) });
}

// forgetPasskey asks the device to take the passkey off its list, where it can.
async function forgetPasskey({ credential }) {
  const credentialId = credential.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  await PublicKeyCredential.signalUnknownCredential({ rpId: location.hostname, credentialId });
}

// offer shows the shell's button where this device has a passkey: a record that
// internal/client keeps in the clear.
export function offer(form, record) {
  const { salt, credential } = JSON.parse(new TextDecoder().decode(record));
  Object.assign(form.dataset, { salt, credential });
  form.hidden = false;
}
