// The form of two fields on the home page: the first sentence on the next step, under an assumption that is said aloud.
//
// Python starts when the form is first touched and not before: most visitors come to read, and some pay for what they
// load. What was typed goes on to the full calculator in the fragment of its link. Nothing here knows a rule.

import { pinned, usable } from "./profile.mjs";
import { ASSUMED, toFragment } from "./share.mjs";
import { Starter } from "./starter.mjs";
import { stored } from "./stored.mjs";
import { failureCard, fill } from "./telling.mjs";
import { today } from "./today.mjs";
import { Turns } from "./turns.mjs";
import { yearOf } from "./years.mjs";

const STORE = "zhiji.home";
const SOON = 300; // ms in which Python, once it is ready, mostly answers: nothing is said of a wait that short
const DATED = /^\s*\d{4}\D*\d|[a-z].*\d{4}\s*$/i; // a year and at least the beginning of a month, or its name and a year

const app = document.getElementById("zj-quick");
const { grade, texts, readings: known } = JSON.parse(document.getElementById("zj-quick-data").textContent);
const pageTexts = Object.fromEntries(
  Object.entries(texts).flatMap(([code, text]) => (code.startsWith("page.") ? [[code.slice(5), text]] : [])),
);
const { rank, from } = app.querySelector("form").elements;
const state = document.getElementById("zj-quick-state");
const shown = document.getElementById("zj-quick-answer");
const full = document.getElementById("zj-quick-full");
const stale = app.querySelector(".zj-quick-stale");
const { lang } = app.dataset;
const example = [...shown.childNodes];
const plain = full.getAttribute("href");

const python = new Starter({ app, texts: pageTexts, say, ready: () => say(done ? needed() : "") });
const turns = new Turns(answer);
let done = false; // whether a field was left or Enter pressed: only then is what is half typed a mistake
let fresh = true; // whether what is shown is of what is typed, or the example where nothing is
let waits = 0; // the timer of what is said when the answer does not come soon
let follow = false; // whether the answer was asked for by Enter or the button, and is to be brought into sight

begin();

function begin() {
  const form = app.querySelector("form");
  form.addEventListener("focusin", () => python.start().catch(failed), { once: true });
  form.addEventListener("input", () => ask(false));
  form.addEventListener("change", () => ask(true));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    follow = true;
    ask(true);
    if (!halfEmpty() && matchMedia("(pointer: coarse)").matches) document.activeElement.blur(); // the keyboard would hide the answer
  });
  const [kept, since] = stored(sessionStorage, STORE, Array.isArray) ?? [];
  if (!kept || !since) return;
  [rank.value, from.value] = [kept, since];
  ask(true);
}

function ask(isDone) {
  done = isDone;
  app.dataset.busy = "";
  clearTimeout(waits);
  waits = setTimeout(() => sayStale(true), SOON); // what is shown is not of what is typed, until it is
  fresh = false;
  if (halfEmpty()) rest(); // at once, also while Python is being loaded for an earlier question
  turns.next();
}

function typed() {
  return { rank: rank.value.trim(), from: from.value.normalize("NFKC").trim() };
}

function halfEmpty() {
  return empty().length > 0;
}

async function answer() {
  sessionStorage.setItem(STORE, JSON.stringify([rank.value, from.value]));
  if (halfEmpty()) return undefined;
  mark({});
  if (!done && !DATED.test(typed().from)) return settle();
  const request = asRequest(typed());
  try {
    const engine = await python.start();
    const result = await engine.ask(request, { lang, root: "" });
    if (!turns.waiting) show(result, request);
  } catch (error) {
    if (!turns.waiting) failed(error);
  }
  return undefined;
}

// What the two fields stand for: every finished year of the same plain grade, and no effect period.
function asRequest({ rank: thing, from: since }) {
  const as_of = today();
  const running = Number(as_of.slice(0, 4));
  const grades = {};
  const first = Math.max(yearOf(since) || running, running - 60);
  for (let year = first; year < running; year++) grades[year] = grade;
  const person = { held: [{ rank: thing, from: since }], grades, effects: [] };
  return { api: 1, calculator: "promotion", as_of, person, ...office() };
}

// The profile of readings that is pinned on this device, as every calculator follows it.
function office() {
  const own = pinned();
  return own ? { profile: own.name, readings: usable(own, known).readings } : {};
}

// One field is empty, or both: nothing is asked. The example is there again only where nothing is typed beside which
// its verdict could be taken for one's own.
function rest() {
  const asked = follow;
  settle();
  put(empty().length === 2 ? example : [], plain);
  say(done ? needed() : "");
  mark(asked ? Object.fromEntries(empty().map((name) => [name, texts[`home.need-${name}`]])) : {});
  if (asked) app.querySelector(`[name=${empty()[0]}]`).focus();
}

function empty() {
  return Object.entries(typed()).flatMap(([name, text]) => (text ? [] : [name]));
}

// What is still to be filled in, where one of the two fields is.
function needed() {
  return empty().length === 1 ? texts[`home.need-${empty()[0]}`] : "";
}

function show({ answer: body, html }, request) {
  const found = document.createElement("template");
  found.innerHTML = html;
  if (body.error) return done ? wrong(body.error) : settle();
  settle();
  say("");
  const verdicts = [...found.content.querySelectorAll(".zj-answer")].map(firstWords);
  const notes = new Map(verdicts.flatMap(({ lines }) => lines).map((line) => [line.textContent, line]));
  const unused = (body.unused ?? []).length > 0;
  const said = verdicts.length ? verdicts.map(({ node }) => node) : [paragraph(texts[unused ? "home.future" : "home.top"])];
  const tail = verdicts.length ? [assumption(request), ...notes.values()] : [];
  const open = (body.targets ?? [body]).flatMap(({ missing }) => missing ?? []).flatMap(({ inputs }) => inputs);
  if (open.some((path) => path.endsWith("held/0/from"))) tail.unshift(paragraph(texts["home.day"], "zj-quick-assumed"));
  put([...said, ...tail], plain + toFragment({ ...request, ref: ASSUMED }, { withEffects: true }));
}

// The first sentence of an answer with its badge, and the lines under it.
function firstWords(article) {
  const node = article.cloneNode();
  node.append(article.querySelector(".zj-headline"));
  return { node, lines: [...article.querySelectorAll(":scope > .zj-line")] };
}

function assumption({ person, profile: name }) {
  const years = Object.keys(person.grades);
  const readings = name ? fill(texts["home.by-profile"], { name }) : texts["home.by-default"];
  const [first, last] = [years[0], years.at(-1)];
  const which = first === last ? first : fill(texts["home.years"], { first, last });
  const code = years.length ? "home.assumed" : "home.assumed-none";
  return paragraph(fill(texts[code], { years: which, readings }), "zj-quick-assumed");
}

function wrong(error) {
  settle();
  say("");
  put([], plain);
  const problems = [error, ...(error.also ?? [])];
  mark(Object.fromEntries(problems.map(({ path, text }) => [path.endsWith("/from") ? "from" : "rank", text[lang]])));
}

// Shows what is wrong at its field; with nothing, clears both.
function mark(problems) {
  for (const field of [rank, from]) {
    const text = problems[field.name];
    const note = document.getElementById(`${field.id}-wrong`);
    [note.textContent, note.hidden] = [text ?? "", !text];
    if (text) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
  }
}

// -- Python ----------------------------------------------------------------------------------------------------------

// Says why it did not work, keeps what was typed, offers another try and what can be had without.
function failed(error) {
  python.failed();
  settle();
  if (!fresh) put([], plain); // the example is no answer to what was typed
  const instead = document.createElement("a");
  instead.href = "#years";
  instead.textContent = texts["home.instead"];
  state.replaceChildren(failureCard(error, pageTexts, () => ask(true), [instead]));
}

// -- small parts -----------------------------------------------------------------------------------------------------

// Puts something in the place of the answer, and the link to the full calculator with it.
function put(nodes, address) {
  shown.replaceChildren(...nodes);
  full.href = address;
  clearTimeout(waits);
  fresh = true;
  sayStale(false);
  if (follow) shown.parentElement.scrollIntoView({ block: "nearest" }); // on a phone it lies below the form
  follow = false;
}

function settle() {
  delete app.dataset.busy;
}

function sayStale(on) {
  [stale.hidden, stale.textContent] = [!on, on ? texts["home.stale"] : ""];
}

function say(text) {
  state.textContent = text;
}

function paragraph(text, style = "zj-empty") {
  const made = document.createElement("p");
  made.className = style;
  made.textContent = text;
  return made;
}
