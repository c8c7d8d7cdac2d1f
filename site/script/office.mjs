// The page on which an office chooses its readings: choose, see what each choice moves, pin, pass on, compare what came.
//
// What each option makes of the person at hand, whoever stands in the calculators of this tab, Python says, all options
// in one message. Nothing here knows a rule.

import { latest } from "./kept.mjs";
import { fromFile, fromFragment, LONGEST_NAME, pin, pinned, same, toFile, toFragment, unpin, usable } from "./profile.mjs";
import { Starter } from "./starter.mjs";
import { isObject, stored } from "./stored.mjs";
import { failureCard, fill } from "./telling.mjs";
import { Turns } from "./turns.mjs";

const DRAFT = "zhiji.office"; // what is chosen and not pinned, in this tab

const app = document.getElementById("zj-office");
const data = JSON.parse(document.getElementById("zj-data").textContent);
const known = Object.fromEntries(Object.entries(data.readings).map(([id, one]) => [id, Object.keys(one.options)]));
const texts = data.office;
const form = app.querySelector("form");
const name = app.querySelector("[name=name]");
const at = (id) => document.getElementById(id);

let incoming = null; // a profile from a link or a file, not taken yet
const python = new Starter({ app, texts: data.page, say, ready: () => say("") });
const turns = new Turns(moves);

begin();

function begin() {
  const draft = stored(sessionStorage, DRAFT, (one) => isObject(one) && isObject(one.readings)) ?? pinned();
  if (draft) write(draft);
  show();
  receiveLink();
  app.addEventListener("change", changed);
  app.addEventListener("input", ({ target }) => target === name && changed({ target }));
  app.addEventListener("click", ({ target }) => ACTS[target.dataset.act]?.());
  app.addEventListener("focusin", ask, { once: true });
  form.addEventListener("submit", (event) => event.preventDefault());
  window.addEventListener("hashchange", receiveLink);
  window.addEventListener("storage", show); // pinned or unpinned in another tab
  if (latest() || draft || !navigator.connection?.saveData) {
    (window.requestIdleCallback ?? setTimeout)(ask, { timeout: 4000 });
  }
}

const ACTS = {
  pin() {
    const profile = chosen();
    if (!complete(profile)) return;
    pin(profile);
    sessionStorage.removeItem(DRAFT);
    tell("now-pinned");
    show();
  },
  unpin() {
    unpin();
    tell("unpinned");
    show();
  },
  clear() {
    write({ name: name.value, readings: {} });
    changed({ target: form });
  },
  async link() {
    const profile = chosen();
    if (!complete(profile)) return;
    const address = new URL(toFragment(profile), location.href).href;
    history.replaceState(null, "", address);
    try {
      await navigator.clipboard.writeText(address);
      tell("copied");
    } catch {
      tell("copy-by-hand");
    }
  },
  file() {
    const profile = chosen();
    if (!complete(profile)) return;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([toFile(profile)], { type: "application/json" }));
    link.download = fill(texts.file, { name: profile.name.replace(/[\\/:*?"<>|]/g, "-") });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    tell("saved");
  },
  take() {
    write(incoming);
    leave();
    changed({ target: form });
    tell("taken");
    app.querySelector("[data-act=pin]").focus();
  },
  leave() {
    leave();
    name.focus();
  },
};

async function changed({ target }) {
  if (target.type === "file") return open(target);
  tell();
  at("zj-name-wrong").hidden = true;
  name.removeAttribute("aria-invalid");
  sessionStorage.setItem(DRAFT, JSON.stringify(chosen()));
  show();
  if (target !== name) ask();
  return undefined;
}

// -- what is chosen --------------------------------------------------------------------------------------------------

function chosen() {
  const radios = [...form.querySelectorAll("input:checked")];
  const readings = Object.fromEntries(radios.map((one) => [one.name, one.value]).filter(([, option]) => option));
  return { name: name.value.trim().replace(/\s+/g, " "), readings, spec: data.spec };
}

function write(profile) {
  const { readings, gone } = usable(profile, known);
  name.value = profile.name;
  for (const group of form.querySelectorAll("[data-id]")) {
    const option = readings[group.dataset.id] ?? "";
    group.querySelector(`[value="${option}"]`).checked = true;
  }
  list(at("zj-office-gone"), gone);
}

function complete(profile) {
  const short = profile.name && [...profile.name].length <= LONGEST_NAME;
  if (short) return true;
  const note = at("zj-name-wrong");
  [note.textContent, note.hidden] = [texts["needs-name"], false];
  name.setAttribute("aria-invalid", "true");
  name.focus();
  return false;
}

function show() {
  const own = pinned();
  const now = chosen();
  const count = Object.keys(now.readings).length;
  const current = own && usable(own, known);
  const pinnedNow = current && current.name === now.name && same(current.readings, now.readings);
  const said = own ? [fill(texts.pinned, { name: own.name, count: Object.keys(current.readings).length })] : [texts["not-pinned"]];
  if (own && !pinnedNow) said.push(texts.differs);
  at("zj-office-state").textContent = said.join("");
  at("zj-office-count").textContent = fill(texts.chosen, { count, all: Object.keys(known).length });
  brief(at("zj-office-together").textContent);
  app.querySelector("[data-act=unpin]").hidden = !own;
  app.querySelector("[data-act=clear]").disabled = !count;
  if (incoming) showIncoming();
}

// -- what came from another office -----------------------------------------------------------------------------------

function receiveLink() {
  const { profile, problem } = fromFragment(location.hash);
  if (profile || problem) receive({ profile, problem });
}

async function open(field) {
  const [file] = field.files;
  if (file) receive(fromFile(await file.text()));
  field.value = "";
}

function receive({ profile, problem }) {
  at("zj-office-notice").textContent = problem ? texts[problem] : "";
  incoming = profile ?? null;
  if (incoming) showIncoming();
  at("zj-incoming").hidden = !incoming;
  if (incoming) at("zj-incoming").scrollIntoView({ block: "nearest" });
}

function leave() {
  incoming = null;
  at("zj-incoming").hidden = true;
  if (location.hash.startsWith("#p")) history.replaceState(null, "", location.pathname);
}

// Every reading that either has chosen, side by side; those that differ first.
function showIncoming() {
  const theirs = usable(incoming, known);
  const mine = chosen().readings;
  const ids = Object.keys(known).filter((id) => theirs.readings[id] || mine[id]);
  const differing = ids.filter((id) => theirs.readings[id] !== mine[id]);
  const rows = [...differing, ...ids.filter((id) => !differing.includes(id))];
  const { version, digest } = incoming.spec;
  const about = [differing.length ? fill(texts["count-other"], { count: differing.length }) : texts["same-as-own"]];
  if (digest && digest !== data.spec.digest) about.push(fill(texts["other-rules"], { version, now: data.spec.version }));
  const panel = at("zj-incoming");
  panel.querySelector("[data-name]").textContent = incoming.name;
  panel.querySelector("[data-about]").textContent = about.join(app.dataset.lang === "zh" ? "" : " ");
  panel.querySelector("tbody").replaceChildren(...rows.map((id) => row(id, theirs.readings[id], mine[id])));
  panel.querySelector(".zj-scroll").hidden = !rows.length;
  list(panel.querySelector("[data-gone]"), theirs.gone);
}

function row(id, theirs, mine) {
  const made = document.createElement("tr");
  if (theirs !== mine) made.className = "zj-differs";
  const option = (one) => data.readings[id].options[one] ?? texts.open;
  const cells = [data.readings[id].name, option(theirs), option(mine)].map((text, place) => {
    const cell = document.createElement(place ? "td" : "th");
    if (!place) cell.scope = "row";
    cell.textContent = text;
    return cell;
  });
  made.append(...cells);
  return made;
}

function list(where, gone) {
  const items = gone.map(([id, option]) => {
    const item = document.createElement("li");
    const code = data.readings[id] ? "gone-option" : "gone-reading";
    item.textContent = fill(texts[code], { reading: data.readings[id]?.name ?? id, option });
    return item;
  });
  where.replaceChildren(...items);
}

// -- what it moves ---------------------------------------------------------------------------------------------------

function ask() {
  app.dataset.busy = "";
  turns.next();
}

async function moves() {
  const { readings } = chosen();
  try {
    const engine = await python.start();
    const given = latest();
    const own = given && (await engine.ask({ ...given, readings }, { lang: app.dataset.lang, moves: true }));
    const result = own && !own.error ? own : await engine.ask({ ...data.example, readings }, { lang: app.dataset.lang, moves: true });
    if (!turns.waiting) showMoves(result, own, given);
  } catch (error) {
    if (!turns.waiting) failed(error);
  }
}

function showMoves(result, own, given) {
  delete app.dataset.busy;
  const code = !given ? "of-example" : own.error ? "unreadable" : "of-person";
  const tool = given?.calculator ?? result.calculator;
  at("zj-office-whom").textContent = fill(texts[code], { tool: data.names[tool] ?? tool });
  at("zj-office-facts").hidden = code === "of-person";
  at("zj-office-sentence").textContent = result.said.join(app.dataset.lang === "zh" ? "" : " ");
  const chose = Object.keys(chosen().readings).length;
  const together = result.together ? fill(texts.together, { said: result.together }) : texts["together-same"];
  at("zj-office-together").textContent = chose ? together : "";
  brief(chose ? together : "");
  at("zj-office-tool").href = data.pages[tool] ?? data.pages.promotion;
  for (const group of form.querySelectorAll("[data-id]")) {
    const moved = result.moved[group.dataset.id];
    for (const output of group.querySelectorAll("output")) output.textContent = moved?.[output.dataset.option] ?? "";
    const note = group.querySelector(".zj-nomove");
    [note.hidden, note.textContent] = [Boolean(moved), texts["no-move"]];
  }
}

// Choosing, pinning and passing on go on without Python; what the choices move is not shown then.
function failed(error) {
  python.failed();
  delete app.dataset.busy;
  at("zj-state").replaceChildren(failureCard(error, data.page, ask));
}

// On a phone the panel is far below: the line at the foot of the screen says how it stands, and leads there.
function brief(together) {
  at("zj-office-brief").textContent = [at("zj-office-count").textContent, together].filter(Boolean).join(" ");
}

// -- small parts -----------------------------------------------------------------------------------------------------

function say(text) {
  at("zj-state").textContent = text;
}

function tell(code) {
  app.querySelector(".zj-said").textContent = code ? (texts[code] ?? data.page[code]) : "";
}
