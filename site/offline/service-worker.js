// Keeps the whole site on the device, so that every page and every calculator works without a network.
//
// The generator puts two names before this text: FILES, the address of each file below the site's root with the hash of
// its content ({ "guide/privacy/": "sha256-…" }), and BYTES, what they weigh together. So this file changes whenever
// anything on the site does, the browser sees it, and a new version is fetched beside the old one.
//
// One version at a time: pages, program and rules that are shown together were built together. A file is kept under its
// address and its hash, and it is taken only if its content has that hash; so what did not change is not fetched again,
// a site that is just being replaced on the server gives no mixture, and a fetch that broke off is taken up where it was.
// A new version waits until the reader asks for it or has closed the site; only then is what it does not need removed.

/* global FILES, BYTES */

const ROOT = new URL(self.registration.scope);
const CACHE = `zhiji ${ROOT.pathname}`; // several sites may share one host
const AT_ONCE = 4;

self.addEventListener("install", (event) => event.waitUntil(keepAll()));
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));
self.addEventListener("fetch", answer);
self.addEventListener("message", (event) => {
  if (event.data === "take over") self.skipWaiting();
  if (event.data === "how much") event.waitUntil(tellHowMuch(event.ports[0]));
});

async function keepAll() {
  if (await onlyWhatIsRead()) return;
  const cache = await caches.open(CACHE);
  const have = new Set((await cache.keys()).map(({ url }) => url));
  const missing = Object.keys(FILES).filter((path) => !have.has(key(path)));
  const work = async () => {
    for (let path = missing.pop(); path !== undefined; path = missing.pop()) {
      await cache.put(key(path), await fetchFile(path));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

// Who saves data, or has no room, keeps what is read and no more.
async function onlyWhatIsRead() {
  if (navigator.connection?.saveData) return true;
  const { quota = Infinity, usage = 0 } = (await navigator.storage?.estimate?.()) ?? {};
  return quota - usage < 2 * BYTES;
}

async function tellHowMuch(port) {
  const kept = await (await caches.open(CACHE)).keys();
  port.postMessage({ kept: kept.length, all: Object.keys(FILES).length, bytes: BYTES });
}

async function takeOver() {
  const cache = await caches.open(CACHE);
  const needed = new Set(Object.keys(FILES).map(key));
  await Promise.all((await cache.keys()).filter(({ url }) => !needed.has(url)).map((old) => cache.delete(old)));
  await self.clients.claim();
}

function answer(event) {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== ROOT.origin || !url.pathname.startsWith(ROOT.pathname)) return;
  const path = url.pathname.slice(ROOT.pathname.length).replace(/(^|\/)index\.html$/, "$1");
  if (path in FILES) event.respondWith(kept(path, request));
  else if (`${path}/` in FILES) event.respondWith(Response.redirect(`${ROOT}${path}/${url.search}`));
  else if (request.mode === "navigate") event.respondWith(fetch(request).catch(notFound));
}

async function kept(path, request) {
  const cache = await caches.open(CACHE);
  const found = await cache.match(key(path));
  if (found) return found;
  try {
    const response = await fetchFile(path);
    await cache.put(key(path), response.clone()).catch(() => {}); // no room: it is read all the same
    return response;
  } catch {
    return fetch(request); // the server already has another version: better that than nothing
  }
}

// The page for what does not exist cannot know how deep it stands, so its addresses begin at the root of the host.
async function notFound() {
  const html = await (await kept("404.html", new URL("404.html", ROOT))).text();
  const headers = { "Content-Type": "text/html; charset=utf-8" };
  return new Response(html.replace(/(="|": ")\//g, `$1${ROOT.pathname}`), { status: 404, headers });
}

async function fetchFile(path) {
  // no-cache: ask whether the browser's copy is still good. What is named after its content always is.
  const cache = /^runtime\/(core|engine)-/.test(path) ? "default" : "no-cache";
  const response = await fetch(new URL(path, ROOT), { integrity: FILES[path], cache });
  if (!response.ok) throw new Error(`${path}: HTTP ${response.status}`);
  // A page that came by a redirection may not answer a navigation, so it is made to look as if it had come straight.
  const headers = { "Content-Type": response.headers.get("Content-Type") };
  return response.redirected ? new Response(response.body, { headers }) : response;
}

function key(path) {
  return new URL(`${path}?${FILES[path]}`, ROOT).href;
}
