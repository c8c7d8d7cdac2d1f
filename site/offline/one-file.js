// Opens the site out of one file, from a disk as well as from a server: zhiji.html.
//
// The file holds everything as compressed text in script elements of a type that no browser runs:
//
//   <script type="text/plain" data-page="calculator/" …>   the middle part of a page
//   <script type="text/plain" data-shell="zh">             what stands around it, one for each language
//   <script type="text/plain" data-module="form.mjs">      a module of ours; those that it imports stand before it
//   <script type="text/plain" data-theme>                  the theme's script
//   <script type="text/plain" data-file="rules.json">      what the worker reads: the runtime, the rules
//   <script type="text/plain" data-worker>                 the worker's program
//
// The page that is asked for stands after the question mark, zhiji.html?en/calculator/, so that a link within the file
// loads it anew, as on the site, and what follows a # is left to the page. A browser gives a file from disk no way to
// read another one; so modules are made blobs, and the worker, which may not come from a blob there, a data: address.

const PATHS = new Set([...document.querySelectorAll("[data-page]")].map((one) => one.dataset.page));
const FRAMED = { zh: "calculator/", en: "en/calculator/" }; // the pages that the shells were taken from
const SITE = "https://zhiji.invalid/"; // where the pages believe to be: only to resolve their links

open().catch((error) => {
  document.getElementById("zj-wait").append(` (${error})`);
  throw error;
});

async function open() {
  const path = asked();
  const part = document.querySelector(`[data-page="${path}"]`);
  const { lang, title, modules } = part.dataset;
  const shell = new DOMParser().parseFromString(await text(document.querySelector(`[data-shell=${lang}]`)), "text/html");
  leaveOut(shell);
  rewire(shell.body, FRAMED[lang]);
  const article = shell.querySelector("article");
  article.innerHTML = await text(part);
  rewire(article, path);
  const scripts = takeScripts(shell);
  document.title = title;
  document.documentElement.lang = lang;
  markHere(shell, path);
  const held = document.createElement("div"); // what the file holds stays, out of sight, for the modules and the worker
  held.hidden = true;
  held.append(...document.querySelectorAll("body > script[type='text/plain']"));
  document.body.replaceWith(shell.body);
  document.body.append(held);
  watchLinks(path);
  for (const source of scripts) await run(source);
  await run(await text(document.querySelector("[data-theme]")));
  if (modules) await startModules(modules.split(" "));
  toFragment();
}

// The page of the address, or the home page in the reader's language. The Chinese one has no path, and is written "/".
function asked() {
  const path = decodeURI(location.search.slice(1));
  if (path && PATHS.has(path)) return path;
  return path === "/" || navigator.language.toLowerCase().startsWith("zh") ? "" : "en/";
}

function address(path) {
  return `?${path || "/"}`;
}

// The search needs a worker of its own and an index of a megabyte, and the offer of new versions a server.
function leaveOut(shell) {
  for (const one of shell.querySelectorAll(".md-search, [for=__search], #zj-update")) one.remove();
}

function takeScripts(shell) {
  const found = [...shell.querySelectorAll("script")].filter((one) => !one.type || one.type === "module");
  for (const one of found) one.remove();
  return found.filter((one) => !one.hasAttribute("src")).map((one) => one.textContent);
}

// -- links -----------------------------------------------------------------------------------------------------------

// Links to pages of this file lead to them; others keep their text and lead nowhere, except out of the site.
function rewire(root, path) {
  for (const link of root.querySelectorAll("a[href]")) {
    const href = link.getAttribute("href");
    if (href.startsWith("#") || href.startsWith("?")) continue;
    const url = new URL(href, SITE + path);
    if (url.origin !== new URL(SITE).origin) continue;
    const there = decodeURI(url.pathname.slice(1)).replace(/(^|\/)index\.html$/, "$1");
    if (PATHS.has(there)) link.setAttribute("href", address(there) + url.hash);
    else link.removeAttribute("href");
  }
}

// The shell is that of one page; here it stands around another.
function markHere(shell, path) {
  const contents = ".md-nav--primary :is([for=__toc], #__toc, .md-nav--secondary)";
  for (const one of shell.querySelectorAll(contents)) one.remove();
  for (const one of shell.querySelectorAll(".md-nav__link--active")) one.classList.remove("md-nav__link--active");
  for (const one of shell.querySelectorAll(`.md-nav__link[href="${address(path)}"]`)) one.classList.add("md-nav__link--active");
  const topic = shell.querySelectorAll(".md-header__topic .md-ellipsis")[1];
  if (topic) topic.textContent = document.title;
  for (const link of shell.querySelectorAll("a[hreflang]")) {
    const bare = path.replace(/^en\//, "");
    link.setAttribute("href", address((link.hreflang === "en" ? "en/" : "") + bare));
  }
}

// Answers bring links of their own.
function watchLinks(path) {
  new MutationObserver(() => rewire(document.body, path)).observe(document.body, { childList: true, subtree: true });
}

function toFragment() {
  const place = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (place) place.scrollIntoView();
}

// -- programs --------------------------------------------------------------------------------------------------------

function run(source) {
  return new Promise((resolve) => {
    const script = document.createElement("script");
    script.src = blob(source);
    script.onload = script.onerror = resolve;
    document.head.append(script);
  });
}

// Each module in the order of the file, its imports replaced by the addresses that the earlier ones got.
async function startModules(wanted) {
  window.zhijiFile = { root: SITE, startWorker };
  const addresses = new Map();
  for (const part of document.querySelectorAll("[data-module]")) {
    const source = (await text(part)).replace(/"held:([\w.-]+)"/g, (_, name) => JSON.stringify(addresses.get(name)));
    addresses.set(part.dataset.module, blob(source));
  }
  for (const name of wanted) await import(addresses.get(name));
}

// What site/script/python.mjs calls in the place of its own way. The files are unpacked in the worker, when asked for.
function startWorker(name) {
  const files = {};
  for (const part of document.querySelectorAll("[data-file]")) files[part.dataset.file] = part.textContent;
  const program = document.querySelector("[data-worker]").textContent;
  const worker = new Worker(`data:text/javascript;base64,${program}`, { type: "module", name });
  worker.postMessage({ site: SITE, files });
  return worker;
}

function blob(source) {
  return URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
}

async function text(part) {
  const bytes = Uint8Array.from(atob(part.textContent), (letter) => letter.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
}
