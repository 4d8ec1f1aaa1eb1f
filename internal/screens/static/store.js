// What the device remembers, in IndexedDB. Runs in the worker, called from Go
// (internal/browser/storage.go). Every value is bytes; what must not be read is
// sealed before it gets here.
//
//   kv      name               -> bytes
//   state   [space, "state"|"snapshot"] -> bytes
//   log     [space, number]    -> bytes, or a block of BLOCK records: {sizes, bytes}
//   outbox  [space, number]    -> bytes
//   meta    "owner"            -> the tab that may write
//           "secret"           -> a key that no script can read
//
// Many small records are handed to Go as one array and a list of lengths,
// because each crossing into WebAssembly costs more than copying does.
"use strict";

self.pleachStore = (() => {
  const STORES = ["kv", "state", "log", "outbox"];
  const BLOCK = 256;
  const owner = crypto.getRandomValues(new Uint8Array(16)).join(".");
  let db;

  const done = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

  // open makes the database when it is new, and makes this worker its only
  // writer: whoever wrote before is refused from now on.
  async function open() {
    const request = indexedDB.open("pleach", 1);
    request.onupgradeneeded = () => {
      for (const name of [...STORES, "meta"]) request.result.createObjectStore(name);
    };
    db = await done(request);
    const tx = db.transaction("meta", "readwrite", { durability: "strict" });
    tx.objectStore("meta").put(owner, "owner");
    await finished(tx);
  }

  const finished = (tx) => new Promise((resolve, reject) => {
    tx.oncomplete = () => resolve();
    tx.onabort = () => reject(tx.error ?? tx.refusal ?? new DOMException("aborted", "AbortError"));
  });

  // write runs work in one transaction that is durable when the promise
  // resolves. It is refused as a whole when another tab has become the owner.
  async function write(stores, work) {
    const tx = db.transaction([...stores, "meta"], "readwrite", { durability: "strict" });
    const end = finished(tx);
    end.catch(() => {});
    try {
      if (await done(tx.objectStore("meta").get("owner")) !== owner) {
        self.postMessage({ type: "lost" });
        throw new DOMException("another tab writes now", "NotAllowedError");
      }
      await work((name) => tx.objectStore(name));
    } catch (err) {
      refuse(tx, err);
    }
    return end;
  }

  function refuse(tx, err) {
    tx.refusal ??= err;
    try { tx.abort(); } catch { /* it has aborted by itself */ }
  }

  const of = (space) => IDBKeyRange.bound([space], [space, []]);

  async function nextNumber(store, space) {
    const last = await done(store.openKeyCursor(of(space), "prev"));
    return last ? last.key[1] + 1 : 1;
  }

  async function append(store, space, values) {
    let n = await nextNumber(store, space);
    for (const value of values) store.put(value, [space, n++]);
    return n - 1;
  }

  // pack turns the newest BLOCK log records into one, under the last one's
  // number. Reading 15,000 records one by one takes a quarter of a second,
  // reading them in blocks a tenth of that.
  async function pack(store, space, last) {
    const range = IDBKeyRange.bound([space, last - BLOCK + 1], [space, last]);
    const block = joined(await done(store.getAll(range)));
    store.delete(range);
    store.put(block, [space, last]);
  }

  async function dequeue(store, space, count) {
    const keys = await done(store.getAllKeys(of(space), count));
    if (keys.length < count) throw new RangeError(`dequeue ${count} of ${keys.length} queued`);
    store.delete(IDBKeyRange.bound(keys[0], keys[count - 1]));
  }

  // replace gives records of the log other bytes, by their place from 0.
  async function replace(store, space, parts) {
    const [keys, values] = await Promise.all([done(store.getAllKeys(of(space))), done(store.getAll(of(space)))]);
    let at = 0;
    for (const [i, value] of values.entries()) {
      const first = at;
      at += value.sizes?.length ?? 1;
      const mine = parts.filter((p) => p.at >= first && p.at < at);
      if (!mine.length) continue;
      const records = value.sizes ? apart(value) : [value];
      for (const p of mine) records[p.at - first] = p.bytes;
      store.put(value.sizes ? joined(records) : records[0], keys[i]);
    }
    if (parts.some((p) => p.at < 0 || p.at >= at)) throw new RangeError(`replace in a log of ${at}`);
  }

  // apart is the records of a block.
  function apart({ sizes, bytes }) {
    let at = 0;
    return Array.from(sizes, (n) => bytes.slice(at, at += n));
  }

  // save applies a change: {state, snapshot, replace, log, enqueue, dequeue}.
  const save = (space, change) => write(["state", "log", "outbox"], async (store) => {
    if (change.replace.length) await replace(store("log"), space, change.replace);
    if (change.dequeue) await dequeue(store("outbox"), space, change.dequeue);
    if (change.enqueue.length) await append(store("outbox"), space, change.enqueue);
    if (change.log) {
      const last = await append(store("log"), space, [change.log]);
      if (last % BLOCK === 0) await pack(store("log"), space, last);
    }
    if (change.state) store("state").put(change.state, [space, "state"]);
    if (change.snapshot) store("state").put(change.snapshot, [space, "snapshot"]);
  });

  // joined is many records, or blocks of records, as one block.
  function joined(parts) {
    const blocks = parts.map((p) => p.sizes ? p : { sizes: [p.length], bytes: p });
    return {
      sizes: concat(Uint32Array, blocks.map((b) => b.sizes)),
      bytes: concat(Uint8Array, blocks.map((b) => b.bytes)),
    };
  }

  function concat(Type, arrays) {
    const all = new Type(arrays.reduce((sum, a) => sum + a.length, 0));
    let at = 0;
    for (const a of arrays) { all.set(a, at); at += a.length; }
    return all;
  }

  const forGo = ({ sizes, bytes }) => ({ sizes: new Uint8Array(sizes.buffer), bytes });

  async function load(space) {
    const tx = db.transaction(["state", "log", "outbox"], "readonly");
    const [state, snapshot, log, outbox] = await Promise.all([
      done(tx.objectStore("state").get([space, "state"])),
      done(tx.objectStore("state").get([space, "snapshot"])),
      done(tx.objectStore("log").getAll(of(space))),
      done(tx.objectStore("outbox").getAll(of(space))),
    ]);
    return { state, snapshot, log: forGo(joined(log)), outbox: forGo(joined(outbox)) };
  }

  const get = (name) => done(db.transaction("kv").objectStore("kv").get(name));

  const put = (name, value) => write(["kv"], (store) => {
    if (value) store("kv").put(value, name);
    else store("kv").delete(name);
  });

  async function names(prefix) {
    const range = IDBKeyRange.bound(prefix, prefix + "\uffff");
    return (await done(db.transaction("kv").objectStore("kv").getAllKeys(range))).join("\n");
  }

  const wipe = () => write(STORES, (store) => {
    for (const name of STORES) store(name).clear();
    store("meta").delete("secret");
  });

  // The keeper's secret makes bytes of a salt together with the page's share. The
  // page can forget its share at once, when there is no time for anything else,
  // and then the secret is of no use.
  async function makeSecret() {
    const raw = crypto.getRandomValues(new Uint8Array(32));
    const key = await crypto.subtle.importKey("raw", raw, "HKDF", false, ["deriveBits"]);
    raw.fill(0);
    await write([], (store) => { store("meta").put(key, "secret"); });
    self.pleachShare = crypto.getRandomValues(new Uint8Array(16)).join(".");
    self.postMessage({ type: "stay", share: self.pleachShare });
  }

  async function useSecret(salt) {
    const key = await done(db.transaction("meta").objectStore("meta").get("secret"));
    if (!key || !self.pleachShare) return null;
    const how = { name: "HKDF", hash: "SHA-256", salt, info: new TextEncoder().encode(self.pleachShare) };
    return new Uint8Array(await crypto.subtle.deriveBits(how, key, 256));
  }

  function dropSecret() {
    self.pleachShare = null;
    self.postMessage({ type: "stay" });
    return write([], (store) => { store("meta").delete("secret"); });
  }

  return { open, save, load, get, put, names, wipe, makeSecret, useSecret, dropSecret };
})();
