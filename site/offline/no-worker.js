// What the development server gives in the place of the service worker: it clears away what another run has kept on
// this address, so that a reload shows what was just built, and other sites on the same port are left alone.

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(leave()));

async function leave() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("zhiji ")).map((name) => caches.delete(name)));
  await self.registration.unregister();
}
