// The page of the calculator: listens to the form, asks Python, shows the answer. Nothing here knows a rule.
//
// The page is useful before Python is there: it shows an example with its answer. Python starts when the form is first
// touched or the page has been idle; from then on the answer follows every change.

import { Example } from "./example.mjs";
import { Follow } from "./follow.mjs";
import { Form, wording } from "./form.mjs";
import { isKept, isOthers, keep, kept, leaveDevice, onOthers, stayOnDevice } from "./kept.mjs";
import { LARGEST, carried, carry, fromSaved } from "./saved.mjs";
import { ASSUMED, fromFragment, toFragment } from "./share.mjs";
import { Starter } from "./starter.mjs";
import { Takeaway } from "./takeaway.mjs";
import { failureCard, fill } from "./telling.mjs";
import { today } from "./today.mjs";
import { Turns } from "./turns.mjs";

const PATIENCE = 400; // ms after the last keystroke: what is wrong before it may be no more than half typed
const SOON = 400; // ms in which Python, once it is ready, mostly answers: nothing is said of a wait that short

const app = document.getElementById("zj-app");
const data = JSON.parse(document.getElementById("zj-data").textContent);
const form = new Form(app, data);
const state = document.getElementById("zj-state");
const brief = app.querySelector(".zj-brief");
const shown = document.getElementById("zj-answer");
const fields = form.form.elements;
const built = { html: shown.innerHTML, first: brief.textContent, paper: printed() }; // the example's answer, as it came
const follow = new Follow({
  form: form.form,
  bar: document.getElementById("zj-pinned"),
  known: data.readings,
  texts: data.texts,
  calculator: form.calculator,
});
const take = new Takeaway(app, data.texts, put);

const python = new Starter({
  app,
  texts: data.texts,
  say,
  ready: () => example.stands && !follow.follows && say(data.texts.idle),
});
let tried = false; // whether Python was ever started, with whatever result
const turns = new Turns(answer);
let timer = 0;
let waits = 0; // the timer of what is said when the answer does not come soon
let shownFailure = null; // the error whose card is shown
let current = true; // whether what is shown is about what stands in the form: at first both are the example
let follows = false; // whether what is shown follows the form at once: it is Python's, and no example and no wait
const example = new Example(form);

begin();

function begin() {
  const opened = carried(form.calculator);
  const { request = opened?.request, ...link } = fromFragment(location.hash);
  const { given, dropped } = writeFirst([request, kept(form.calculator, form.owns())], request);
  const unused = request && given !== request ? (opened ? "bad-file" : "bad-link") : null;
  const problem = link.problem ?? unused;
  if (given) example.end();
  else example.begin();
  showWhose();
  follow.show();
  // A link, or what this tab has, is not what another one has put on the device: it takes that place with the next change.
  const theirs = isOthers() || Boolean(given && given === request && isKept());
  const notes = problem ? [data.texts[problem]] : given && given === request ? noticesOf(request, dropped, opened) : [];
  notify(notes);
  if (given) update({ device: !theirs });
  else if (follow.follows) update({ keeps: false }); // the example as it stands in the page is by the default readings
  else say(data.texts.idle);
  showKept(theirs);
  if (current) take.offer(data.example, { events: data.events });

  form.form.addEventListener("input", changed);
  form.form.addEventListener("click", clicked);
  form.form.addEventListener("focusin", () => tried || start().catch(() => {}), { once: true });
  form.form.addEventListener("focusin", takeOver);
  form.form.addEventListener("mousedown", takeOver);
  form.form.addEventListener("submit", (event) => event.preventDefault());
  shown.addEventListener("click", toField);
  // Another link was put into the address bar; a jump to the answer is no such thing.
  onOthers(() => showKept());
  window.addEventListener("hashchange", () => /^#\d+\./.test(location.hash) && location.reload());
  if (!navigator.connection?.saveData) {
    (window.requestIdleCallback ?? setTimeout)(() => tried || start().catch(() => {}), { timeout: 4000 });
  }
}

// Fills the form with the first request that it can take, or else the example: a link or a store may hold anything.
function writeFirst(requests, linked) {
  for (const given of requests.filter(Boolean)) {
    try {
      return { given, dropped: form.write(follow.begin(given, { linked: given === linked })) };
    } catch {
      continue;
    }
  }
  return { given: null, dropped: form.write(follow.begin(data.example, { linked: false })) };
}

function notify(notes) {
  document.getElementById("zj-notice").textContent = notes.join(app.dataset.lang === "zh" ? "" : " ");
}

// What has to be said of a link: what the form has no place for, and what the link does not tell or only assumes; and of
// a file that was opened, by which rules it was made.
function noticesOf(request, dropped, opened) {
  const what = dropped.map((one) => wording(one, data.labels)).join(app.dataset.lang === "zh" ? "、" : ", ");
  const notes = opened ? [openedBy(opened.spec)] : [];
  if (what) notes.push(fill(data.texts[opened ? "not-in-form-of-file" : "not-in-form"], { what }));
  if (opened) return notes;
  if (request.ref === ASSUMED) notes.push(data.texts["link-assumed"]);
  else if (form.owns().has("effects") && !request.person?.effects) notes.push(data.texts["link-without"]);
  return notes;
}

function openedBy({ version, digest }) {
  if (!digest || digest === data.spec.digest) return data.texts.opened;
  const named = (one) => ({ version: one.version, digest: one.digest.replace("sha256:", "").slice(0, 12) });
  const [then, now] = [named({ version, digest: String(digest) }), named(data.spec)];
  return fill(data.texts["opened-older"], { version: then.version, digest: then.digest, now: now.version, own: now.digest });
}

// Opens an answer that was saved: here, or on the page of its calculator.
async function open(file) {
  const saved = file.size <= LARGEST ? fromSaved(await file.text()) : null;
  const link = saved && document.querySelector(`.zj-tools [data-id="${CSS.escape(saved.request.calculator)}"]`);
  if (!link) return notify([fill(data.texts["not-saved"], { file: file.name })]);
  if (saved.request.calculator !== form.calculator) {
    carry(saved);
    return link.click();
  }
  const before = form.read();
  try {
    const dropped = form.write(follow.begin(saved.request, { linked: true }));
    notify(noticesOf(saved.request, dropped, saved));
  } catch {
    form.write(before);
    return notify([data.texts["bad-file"]]);
  }
  example.end();
  showWhose();
  follow.show();
  return update();
}

function changed({ target }) {
  if (target === fields.file) {
    if (target.files[0]) open(target.files[0]);
    target.value = ""; // the same file may be opened again
    return undefined;
  }
  if (target === fields.keep) return keepOrLeave();
  if (target === fields["link-effects"]) return undefined;
  // The example has a day of its own; whoever tries anything on it means today.
  if (target !== fields.as_of && example.lends(fields.as_of)) {
    fields.as_of.value = today();
    example.touch([fields.as_of]);
  }
  example.changed(target);
  showWhose();
  form.refresh();
  follow.changed(target);
  return update();
}

// Says that it is an example while it is one.
function showWhose() {
  app.toggleAttribute("data-own", !example.stands);
}

// Typing into a field of the example takes the place of what stands there: behind it nothing would be found.
// A mouse that goes down would set the cursor after the focus, and undo the selection.
function takeOver(event) {
  const { target, type } = event;
  if (!target.matches("input[type=text]") || !example.lends(target)) return;
  if (type === "focusin") return target.select();
  if (document.activeElement === target) return;
  event.preventDefault();
  target.focus();
}

function clicked({ target }) {
  const { add, fill, zero, act } = target.dataset;
  if (add) return addRow(add);
  if (fill) example.touch(form.fill(fill));
  else if (zero) example.touch(form.zero(zero));
  else if (target.matches(".zj-remove")) removeRow(target.closest(".zj-row"));
  else if (act === "example") return showExample();
  else if (act === "reset") clear();
  else if (act === "link") return copyLink();
  else if (!follow.clicked(act)) return undefined;
  showWhose();
  form.refresh();
  return update();
}

// Whoever works by keyboard goes on where the row was, not at the top of the page.
function removeRow(row) {
  const near = row.nextElementSibling ?? row.previousElementSibling;
  const { rows } = row.parentElement.dataset;
  row.remove();
  (near?.querySelector(".zj-remove") ?? app.querySelector(`[data-add="${rows}"]`)).focus();
}

// The example has its answer without Python too, by the default readings; Python is tried again all the same.
function showExample() {
  form.write(follow.fill(data.example));
  example.begin();
  showWhose();
  const answered = !follow.used && app.dataset.python !== "ready";
  if (answered) showBuilt();
  return update({ answered });
}

function showBuilt() {
  shown.innerHTML = built.html;
  brief.textContent = built.first;
  take.offer(data.example, { paper: built.paper, events: data.events });
}

function clear() {
  form.write(follow.fill({ ...form.lasting((field) => example.lends(field)), as_of: today() }));
  example.end();
}

function addRow(kind) {
  const first = form.add(kind);
  example.touch([first]);
  first.focus();
}

// answered: whether what is shown is the answer to what stands in the form already.
function update({ keeps = true, device = true, answered = false } = {}) {
  if (keeps) save({ device });
  app.dataset.busy = "";
  clearTimeout(timer);
  clearTimeout(waits);
  current = answered;
  if (!follows && !answered) wait();
  turns.next();
}

// Until there is an answer to what the form says, that of the example must not stand for it, nor on the paper.
function wait() {
  if (app.dataset.python === "ready") waits = setTimeout(() => showHint(data.texts.working), SOON);
  else {
    if (state.querySelector(".zj-failed")) say("");
    showHint(data.texts.preparing);
  }
}

async function answer() {
  form.mark([]);
  const open_ = form.empty() ? data.texts.empty : unanswered();
  if (open_) return showEmpty(open_);
  const { lang } = app.dataset;
  try {
    await start();
    const request = follow.stamp(form.read());
    const result = await put(request);
    if (turns.waiting) return undefined;
    if (result.answer.error) timer = setTimeout(() => show(request, result, lang), PATIENCE);
    else show(request, result, lang);
  } catch (error) {
    failed(error);
  }
  return undefined;
}

// Puts a request to Python, as soon as it runs.
async function put(request, as = "page") {
  const { lang, home: root } = app.dataset;
  const engine = await start();
  return engine.ask(request, { lang, root, as });
}

// What is still to be answered, in words, where the question cannot do without; nothing if nothing is.
function unanswered() {
  const name = form.unanswered();
  return name && fill(data.texts.unanswered, { field: name });
}

function showEmpty(text) {
  showHint(text);
  current = true;
  delete app.dataset.busy;
}

// A sentence in the place of the answer.
function showHint(text) {
  clearTimeout(waits);
  take.withdraw();
  follows = false;
  const hint = document.createElement("p");
  hint.className = "zj-empty";
  hint.textContent = brief.textContent = text;
  shown.replaceChildren(hint);
}

function show(request, { answer: body, html, paper, events }, lang) {
  clearTimeout(waits);
  say("");
  delete app.dataset.busy;
  current = follows = true;
  const open = [...shown.querySelectorAll("details")].map((one) => one.open);
  shown.innerHTML = html;
  nameFields();
  shown.querySelectorAll("details").forEach((one, place) => (one.open = open[place] ?? false));
  const first = shown.querySelector(".zj-sentence, .zj-errors li, .zj-empty");
  brief.textContent = first?.textContent ?? "";
  app.dataset.status = body.error ? "error" : (body.status ?? "answered");
  if (body.error) take.withdraw();
  else take.offer(request, { paper, events });
  if (body.error) {
    const problems = [body.error, ...(body.error.also ?? [])];
    form.mark(problems.map(({ path, text }) => ({ path, text: text[lang] })));
  }
}

// A message beside the form says which field it means, and of several rows which one.
function nameFields() {
  for (const item of shown.querySelectorAll(".zj-errors [data-path]")) {
    const { field, group, number } = form.place(item.dataset.path) ?? {};
    const name = number ? fill(data.texts["in-row"], { group, number, field }) : field;
    if (name) item.prepend(`${name}${app.dataset.lang === "zh" ? "：" : ": "}`);
  }
}

function toField(event) {
  const item = event.target.closest("[data-path]");
  if (!event.target.matches(".zj-to-field") || !item) return;
  event.preventDefault();
  form.field(item.dataset.path)?.focus();
}

// -- Python ----------------------------------------------------------------------------------------------------------

function start() {
  tried = true;
  const engine = python.start();
  engine.catch(failed);
  return engine;
}

// Says why it did not work, keeps what was typed, and offers another try.
function failed(error) {
  if (error === shownFailure) return; // whoever waited for the same start is told of it once
  shownFailure = error;
  turns.waiting = false; // what has changed meanwhile waited for the same start; the card offers the next
  python.failed();
  delete app.dataset.busy;
  if (!current) showHint(data.texts["no-answer"]);
  state.replaceChildren(failureCard(error, data.texts, retry));
}

function retry() {
  if (!current) wait();
  turns.next();
}

// -- small parts -----------------------------------------------------------------------------------------------------

// What stands in the two blocks that only a print shows.
function printed() {
  return { above: app.querySelector(".zj-paper-above").innerHTML, below: app.querySelector(".zj-paper-below").innerHTML };
}

function say(text) {
  state.textContent = text;
}

async function copyLink() {
  const withEffects = fields["link-effects"]?.checked ?? true;
  const address = new URL(toFragment(follow.stamp(form.read()), { withEffects }), location.href).href;
  history.replaceState(null, "", address);
  try {
    await navigator.clipboard.writeText(address);
    const whole = withEffects || !form.owns().has("effects");
    said(data.texts[whole ? "copied" : "copied-without"]);
  } catch {
    said(data.texts["copy-by-hand"]);
  }
}

// The example is nobody's, and nothing to be carried into another calculator.
function save({ device = true } = {}) {
  if (example.stands) return;
  const fitted = keep(follow.stamp(form.read({ whole: true })), form.owns(), { device });
  fields.keep.checked = isKept();
  said(fitted ? "" : data.texts["cannot-keep"]);
}

function keepOrLeave() {
  const asked = fields.keep.checked;
  if (!asked) leaveDevice();
  const fitted = !asked || stayOnDevice();
  save();
  fields.keep.checked = isKept();
  said(fitted ? "" : data.texts["cannot-keep"]);
}

// The box stands as the device has it, whichever tab has put it so; what is typed here next takes the place of theirs.
function showKept(theirs = isOthers()) {
  fields.keep.checked = isKept();
  said(theirs ? data.texts["kept-others"] : "");
}

function said(text) {
  form.form.querySelector(".zj-said").textContent = text;
}
