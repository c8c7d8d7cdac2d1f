// Asks the browser to keep the site for times without a network, and offers a new version when there is one.
//
// The service worker does the keeping (site/offline/service-worker.js); this is the part that a reader sees: a notice
// when another version is ready, which never reloads a page by itself, and on the page about closed networks what is
// kept, with a button that removes it. Where there is no service worker (an old browser, an address without https, a
// file), nothing happens and nothing is missed.

const notice = document.getElementById("zj-update");
const status = document.getElementById("zj-kept");
const root = new URL(notice.dataset.root, document.baseURI);

const OFF = `zhiji.offline.${root.pathname}`; // set once the reader has removed what was kept
const LATER = `zhiji.update-later.${root.pathname}`; // in this tab, once the reader has put a new version off
const HOUR = 3_600_000;

if ("serviceWorker" in navigator && window.isSecureContext && location.protocol !== "file:") begin();
else tell("impossible");

function begin() {
  if (status) status.addEventListener("click", ({ target }) => target.dataset.act && change(target.dataset.act));
  if (localStorage.getItem(OFF)) tell("off");
  else if (document.readyState === "complete") whenIdle(keep);
  else window.addEventListener("load", () => whenIdle(keep));
}

function whenIdle(action) {
  (window.requestIdleCallback ?? setTimeout)(action, { timeout: 4000 });
}

async function keep() {
  const controlled = Boolean(navigator.serviceWorker.controller);
  try {
    tell("keeping");
    const registration = await navigator.serviceWorker.register(new URL("service-worker.js", root), {
      scope: root.pathname,
      updateViaCache: "none",
    });
    watch(registration, controlled);
  } catch {
    tell("failed"); // private windows, full disks, policies of the house: the site works as without
  }
}

function watch(registration, controlled) {
  follow(registration, registration.installing);
  registration.addEventListener("updatefound", () => follow(registration, registration.installing));
  if (registration.waiting && controlled) offer(registration.waiting);
  if (registration.active) tellHowMuch(registration.active);
  // Another tab took the new version: what this one shows is of the version before.
  if (controlled) navigator.serviceWorker.addEventListener("controllerchange", () => offer(null), { once: true });
  let asked = Date.now();
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "visible" || Date.now() - asked < HOUR) return;
    asked = Date.now();
    registration.update().catch(() => {}); // no network: later
  });
}

function follow(registration, worker) {
  worker?.addEventListener("statechange", () => {
    if (worker.state === "installed" && navigator.serviceWorker.controller) offer(worker);
    if (worker.state === "activated") tellHowMuch(worker);
    if (worker.state === "redundant" && !registration.active) tell("failed");
  });
}

// -- a new version ---------------------------------------------------------------------------------------------------

// Shows the notice; the page is loaded again only by its button. What was typed stays in the tab (see calculator.mjs).
function offer(worker) {
  if (sessionStorage.getItem(LATER) || notice.childElementCount) return;
  notice.append(notice.ownerDocument.importNode(document.getElementById("zj-update-text").content, true));
  document.documentElement.classList.add("zj-offered");
  notice.addEventListener("click", ({ target }) => {
    if (target.dataset.act === "later") putOff();
    if (target.dataset.act === "update") takeOver(worker);
  });
}

function putOff() {
  sessionStorage.setItem(LATER, "1");
  notice.replaceChildren();
  document.documentElement.classList.remove("zj-offered");
}

function takeOver(worker) {
  for (const button of notice.querySelectorAll("button")) button.disabled = true; // it is on its way
  if (!worker || worker.state === "activated") return location.reload();
  navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
  return worker.postMessage("take over");
}

// -- what is kept, on the page about closed networks -----------------------------------------------------------------

async function change(act) {
  if (act === "keep") {
    localStorage.removeItem(OFF);
    return keep();
  }
  localStorage.setItem(OFF, "1");
  const registration = await navigator.serviceWorker.getRegistration(root);
  await registration?.unregister();
  const mine = `zhiji ${root.pathname}`;
  await caches.delete(mine);
  return tell("off");
}

async function tellHowMuch(worker) {
  if (!status) return;
  const { port1, port2 } = new MessageChannel();
  const answered = new Promise((resolve) => (port1.onmessage = ({ data }) => resolve(data)));
  worker.postMessage("how much", [port2]);
  const silent = new Promise((resolve) => setTimeout(resolve, 5000, { kept: 0, all: 0, bytes: 0 }));
  const { kept, all, bytes } = await Promise.race([answered, silent]);
  for (const size of status.querySelectorAll("[data-megabytes]")) size.textContent = (bytes / 1e6).toFixed(0);
  tell(!all ? "failed" : kept < all ? "partly" : "kept");
}

// One of the sentences that the page holds for this; each with its button, if it has one.
function tell(state) {
  if (!status) return;
  for (const part of status.querySelectorAll("[data-state]")) part.hidden = part.dataset.state !== state;
  status.hidden = false;
}
