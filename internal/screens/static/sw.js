// Keeps the web client on the device, so that it opens without a network. The
// build fills in the constants below.
//
// A new version is fetched in the background under its own name and is used
// when no tab of the old one is open any more: an open page never changes under
// somebody's hands. The API (/v1/) is never looked at.
"use strict";

const VERSION = "{{version}}";
const FILES = ["{{files}}"];
const HOST = ["{{host}}"];
const CACHE = "pleach-" + VERSION;

self.addEventListener("install", (e) => e.waitUntil(fill()));
self.addEventListener("activate", (e) => e.waitUntil(dropOthers()));

// fill takes what an older version or the browser has already; names under /a/
// carry their content's hash.
async function fill() {
  const cache = await caches.open(CACHE);
  await Promise.all(FILES.map(async (file) => {
    const hashed = file.startsWith("/a/");
    const have = hashed && await caches.match(file, { ignoreVary: true });
    if (have) return cache.put(file, have);
    return cache.add(new Request(file, { cache: hashed ? "default" : "no-cache", headers: { Accept: "text/html,*/*" } }));
  }));
}

async function dropOthers() {
  for (const name of await caches.keys()) {
    if (name.startsWith("pleach-") && name !== CACHE) await caches.delete(name);
  }
}

self.addEventListener("fetch", (e) => {
  const url = new URL(e.request.url);
  if (e.request.method !== "GET" || url.origin !== location.origin || url.pathname.startsWith("/v1/")) return;
  const file = wanted(e.request, url.pathname);
  if (file) e.respondWith(answer(file, e.request));
});

// wanted is the cached file that answers a request. Every page of the app is
// the shell.
function wanted(request, path) {
  if (HOST.includes(path)) return ""; // a host may have pages of its own there
  if (path === "/kitchen" || FILES.includes(path)) return path;
  return request.mode === "navigate" ? "/" : "";
}

async function answer(file, request) {
  const cache = await caches.open(CACHE);
  return await cache.match(file, { ignoreVary: true }) ?? fetch(request);
}
