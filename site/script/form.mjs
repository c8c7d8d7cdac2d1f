// The form of a calculator and the request that it stands for: `read` makes the request, `write` fills the form.
//
// The form says of itself what it is: a field has the place of its value in the request (`data-path`, a JSON pointer), a
// group of rows the place of its list (`data-at`), a field in a row the key of its value (`data-key`). So one script
// serves every calculator, and a new field is a line in a template. Two kinds of groups are not lists in the request:
//
//   data-years="/person/grades"     a row a year, see years.mjs
//   data-turned="step"              {step, begins, lasts} in a row stands for begins[step] and lasts[step]
//
// A field that means something only beside certain values of another one in its row names them (data-when="kind",
// data-values="a b"); beside others it is hidden, and what was typed there is no part of the request.
//
// A choice that the page knows of and does not offer is taken as an option of its own and said at its field: a link may
// bring it, or another calculator.
//
// A row that is empty is no entry of the request; while reading, every row learns the path that its entry has in the
// request, so that an error can be shown at its field.

import { put, rename, take } from "./pointer.mjs";
import { fill } from "./telling.mjs";
import { YearRows } from "./years.mjs";

export const WHO = ["rank", "post", "kind", "from"]; // keys of a row that say whom the rest is about
const FACTS = /^\/(person|occupied)\//; // what is said of a person or an organ
const QUESTION = /^\/(target|rank|body|area)$/; // what is asked about a rank

export class Form {
  constructor(app, data) {
    this.form = app.querySelector("form");
    this.app = app;
    this.calculator = app.dataset.calculator;
    this.data = data;
    this.left = new WeakMap(); // row -> what its entry holds beside what the row has fields for
    // For what is chosen from a list: every way to write one -> its id.
    this.ids = Object.fromEntries(Object.entries(data.ids).map(([table, names]) => [table, index(names)]));
    const template = app.querySelector("#zj-row-grades");
    this.years = [...this.form.querySelectorAll("[data-years]")].map((box) => new YearRows(box, this.form, template));
  }

  // The request, as the command line would take it. What is kept of it is whole: with what rows brought from another
  // calculator that this one has no fields for.
  read({ whole = false } = {}) {
    const request = { api: 1, calculator: this.calculator };
    for (const rows of this.#turned()) this.#readTurned(rows, request);
    for (const rows of this.#lists()) {
      const entries = this.#readRows(rows, whole);
      if (entries.length) put(request, rows.dataset.at, entries);
    }
    for (const field of this.#fields()) {
      const value = valueOf(field);
      if (value !== "") put(request, field.dataset.path, value);
    }
    const said = this.form.elements.effects?.value;
    if (said === "none") put(request, "/person/effects", []);
    if (said === "some" && !request.person?.effects) this.#askFor("effects", request); // else it would pass for not said
    if (said === "open" && request.person) delete request.person.effects;
    return request;
  }

  // Fills the form from a request; gives what the form has no field or no option for: a key of the request (see
  // `wording`), or what was written where one is chosen from a list.
  write(request) {
    const left = structuredClone(request);
    this.dropped = [];
    this.#forgetKept();
    for (const { dataset } of this.form.querySelectorAll("[data-map]")) {
      rename(left, dataset.map, (key) => this.ids[dataset.ids].get(plain(key)) ?? key);
    }
    const grades = this.years.map((years) => this.#gradesOf(take(left, years.at)));
    const effects = left.person?.effects;
    if (this.form.elements.effects) {
      this.form.elements.effects.value = effects === undefined ? "open" : effects.length ? "some" : "none";
    }
    for (const rows of this.#turned()) this.#writeTurned(rows, left);
    for (const rows of this.#lists()) this.#writeRows(rows, take(left, rows.dataset.at));
    for (const years of this.years) years.box.replaceChildren();
    for (const field of this.#fields()) {
      const { path, also } = field.dataset;
      this.#fillField(field, take(left, path) ?? (also && take(left, also)));
    }
    this.years.forEach((years, place) => years.write(grades[place]));
    this.refresh();
    return [...new Set([...this.dropped, ...leftOver(left, this.data.labels)])];
  }

  // The parts of a person that this form has fields for.
  owns() {
    const paths = [...this.#fields().map((field) => field.dataset.path), ...this.#lists().map((rows) => rows.dataset.at)];
    const all = [...paths, ...this.years.map((years) => years.at)];
    return new Set(all.filter((path) => path.startsWith("/person/")).map((path) => path.split("/")[2]));
  }

  // Adds an empty row; gives its first field.
  add(kind) {
    const row = this.#template(kind);
    this.#rows(kind).append(row);
    return row.querySelector("input, select");
  }

  // Puts a grade into every finished year that has none; gives the years.
  fill(grade) {
    this.years[0].fill(grade);
    return this.years[0].selects();
  }

  // What a new start keeps, unless it is the example's: a horizon such as retirement is nothing that one would empty.
  lasting(lends) {
    const request = {};
    for (const field of this.#fields()) {
      if ("lasting" in field.dataset && field.value && !lends(field)) put(request, field.dataset.path, valueOf(field));
    }
    return request;
  }

  // The name of a field that is empty and that the question cannot do without, though it says nothing of whom it is about.
  unanswered() {
    const field = this.#fields().find(({ dataset, value }) => "lasting" in dataset && !value.trim());
    return field && labelOf(field.labels[0]);
  }

  // Puts a zero into every empty field of a map; gives its fields.
  zero(path) {
    const fields = this.#fields().filter((field) => field.dataset.path.startsWith(`${path}/`));
    for (const field of fields) field.value ||= "0";
    return fields;
  }

  // Brings the parts that depend on others up to date: the years, single fields, and whether effect periods are shown.
  refresh() {
    for (const row of this.form.querySelectorAll(".zj-row")) showWhatApplies(row);
    for (const years of this.years) {
      years.keep();
      years.show();
    }
    for (const note of this.form.querySelectorAll(".zj-unoffered")) {
      const { value, dataset } = note.parentElement.querySelector("select");
      note.hidden = value !== dataset.kept;
    }
    const choice = this.form.elements.effects;
    if (!choice) return;
    const some = choice.value === "some";
    this.#rows("effects").hidden = !some;
    this.form.querySelector("[data-add=effects]").hidden = !some;
    if (some && !this.#rows("effects").children.length) this.add("effects");
  }

  // Whether nothing is filled in of what the question cannot do without.
  empty() {
    const needed = [...this.form.querySelectorAll("[data-needed]")];
    const fields = needed.flatMap((one) => (one.dataset.path ? [one] : [...one.querySelectorAll("input, select")]));
    return !fields.some((field) => field.value.trim());
  }

  // What a field is a part of, as the two below are told what to keep: a field in a row itself, else its path.
  part(field) {
    return field.dataset.key ? field : (field.dataset.path ?? `/person/${field.name}`);
  }

  // Leaves open what is said of a person or an organ, but for the parts to keep: the grades, effect periods, other rows,
  // and in the row that is theirs what does not say who they are.
  forgetFacts(kept, theirs) {
    for (const years of this.years) if (FACTS.test(years.at)) years.forget(kept);
    for (const row of this.#lists().flatMap((rows) => [...rows.children])) {
      const others = keyed(row).filter((field) => !kept.has(field));
      if (others.length === keyed(row).length) row.remove();
      else if (row === theirs) for (const field of others) if (!WHO.includes(field.dataset.key)) field.value = "";
    }
    if (this.form.elements.effects && !kept.has("/person/effects")) this.form.elements.effects.value = "open";
    this.#empty((path) => FACTS.test(path) && !kept.has(path));
  }

  // Leaves open what is asked about a rank that is no longer there.
  forgetQuestion(kept) {
    this.#empty((path) => QUESTION.test(path) && !kept.has(path));
  }

  #empty(which) {
    for (const field of this.#fields()) if (which(field.dataset.path)) field.value = "";
  }

  // Marks the fields of some problems; with none, clears all marks. Of several fields of a row each has a line of its own,
  // which names it.
  mark(problems) {
    for (const field of this.form.querySelectorAll("[aria-describedby^=zj-wrong]")) {
      field.removeAttribute("aria-invalid");
      field.removeAttribute("aria-describedby");
    }
    for (const note of this.form.querySelectorAll(".zj-wrong")) {
      note.hidden = true;
      note.replaceChildren();
    }
    this.#inOrder(problems).forEach(({ path, text, field }, place) => {
      const rows = this.#severalAt(path);
      const note = rows ? noteAbove(rows) : noteOf(field);
      const line = document.createElement("span");
      [line.textContent, line.id] = [text, `zj-wrong-${place}`];
      line.dataset.of = labelOf(field.labels?.[0]) ?? "";
      note.append(line);
      note.hidden = false;
      if (!rows) field.setAttribute("aria-invalid", "true");
      (rows ? groupOf(rows) : field).setAttribute("aria-describedby", line.id);
    });
    for (const note of this.form.querySelectorAll(".zj-wrong")) nameLines(note, this.app.dataset.lang);
  }

  // The problems that have a field, with it, as the fields stand on the page: a request is read in another order.
  #inOrder(problems) {
    const placed = problems.map((one) => ({ ...one, field: this.field(one.path) })).filter(({ field }) => field);
    const before = (one, other) => one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING;
    return placed.sort((a, b) => (a.field === b.field ? 0 : before(a.field, b.field) ? -1 : 1));
  }

  // The field of a path, or of the nearest place that holds it.
  field(path) {
    for (let at = path; at; at = at.slice(0, at.lastIndexOf("/"))) {
      const found = this.form.querySelector(`[data-path="${CSS.escape(at)}"], [data-at="${CSS.escape(at)}"]`);
      const field = found?.matches("input, select") ? found : found?.querySelector("input, select");
      if (field) return field;
    }
    return null;
  }

  // How the field of a path is called; one of several rows also by the group that it stands in and its number there.
  place(path) {
    const rows = this.#severalAt(path);
    if (rows) return { field: nameOfGroup(rows) };
    const field = this.field(path);
    const name = labelOf(field?.labels?.[0]);
    const row = field?.closest(".zj-row");
    if (!name || !row || row.parentElement.children.length < 2) return name && { field: name };
    return { field: name, group: nameOfGroup(row), number: [...row.parentElement.children].indexOf(row) + 1 };
  }

  #fields() {
    return [...this.form.querySelectorAll("[data-path]:not([data-key]):not(.zj-row)")];
  }

  #lists() {
    return [...this.form.querySelectorAll("[data-rows][data-at]")];
  }

  #turned() {
    return [...this.form.querySelectorAll("[data-rows][data-turned]")];
  }

  // The rows of a list of several, where a path names the list: what is said of it is said of none of them.
  #severalAt(path) {
    const rows = this.#lists().find(({ dataset }) => dataset.at === path);
    return rows?.children.length > 1 ? rows : null;
  }

  // An entry with nothing in it, whose first row is to be filled in.
  #askFor(kind, request) {
    const rows = this.#rows(kind);
    put(request, rows.dataset.at, [{}]);
    const [row] = rows.children;
    if (row) nameRow(row, `${rows.dataset.at}/0`);
  }

  #rows(kind) {
    return this.form.querySelector(`[data-rows=${kind}]`);
  }

  #template(kind) {
    return this.app.querySelector(`#zj-row-${kind}`).content.firstElementChild.cloneNode(true);
  }

  #gradesOf(grades = {}) {
    const found = {};
    for (const [year, grade] of Object.entries(grades)) {
      found[year] = this.#option("grades", grade?.grade ?? grade);
      if (grade?.known_from) this.dropped.push(`${year} known_from`);
    }
    return found;
  }

  #readRows(rows, whole) {
    const entries = [];
    for (const row of rows.children) {
      const entry = entryOf(row);
      const path = `${rows.dataset.at}/${entries.length}`;
      const used = Object.keys(entry).length > 0;
      nameRow(row, used ? path : "");
      if (used) entries.push(whole ? { ...this.left.get(row), ...entry } : entry);
    }
    return entries;
  }

  #readTurned(rows, request) {
    const by = rows.dataset.turned;
    for (const row of rows.children) {
      const { [by]: key, ...values } = entryOf(row);
      for (const field of keyed(row)) {
        const name = field.dataset.key;
        field.dataset.path = key ? `/${name === by ? Object.keys(values)[0] : name}/${key}` : "";
      }
      if (key) for (const [name, value] of Object.entries(values)) put(request, `/${name}/${key}`, value);
    }
  }

  #writeRows(rows, entries) {
    if (entries !== undefined && entries !== null && !Array.isArray(entries)) throw new TypeError("no list of entries");
    const first = rows.hasAttribute("data-needed") ? [{}] : [];
    rows.replaceChildren(...(entries?.length ? entries : first).map((entry) => this.#row(rows.dataset.rows, entry)));
  }

  #writeTurned(rows, left) {
    const by = rows.dataset.turned;
    const names = keyed(this.#template(rows.dataset.rows)).map((field) => field.dataset.key);
    const entries = new Map();
    for (const name of names.filter((one) => one !== by)) {
      for (const [key, value] of Object.entries(take(left, `/${name}`) ?? {})) {
        entries.set(key, { ...entries.get(key), [by]: key, [name]: value });
      }
    }
    rows.replaceChildren(...[...entries.values()].map((entry) => this.#row(rows.dataset.rows, entry)));
  }

  #row(kind, entry) {
    const row = this.#template(kind);
    const left = { ...entry };
    for (const field of keyed(row)) {
      const { key, also } = field.dataset;
      this.#fillField(field, left[key] ?? left[also]);
      delete left[key];
      delete left[also];
    }
    this.dropped.push(...Object.keys(left));
    this.left.set(row, left);
    showWhatApplies(row);
    const asked = new Set(keyed(row).filter(applies).map((field) => field.dataset.key));
    for (const field of keyed(row)) if (field.value && !asked.has(field.dataset.key)) this.dropped.push(field.dataset.key);
    return row;
  }

  #fillField(field, value) {
    if (field.dataset.ids) {
      const id = this.#option(field.dataset.ids, value);
      if (id && applies(field)) this.#keep(field, id);
      field.value = id;
    }
    else field.value = written(value);
    if (field.matches("select") && value && field.value === "" && !field.dataset.ids) this.dropped.push(written(value));
  }

  // Offers again what the page offers, and no more.
  #forgetKept() {
    for (const note of this.form.querySelectorAll(".zj-unoffered")) {
      const field = note.parentElement.querySelector("select");
      [...field.options].find(({ value }) => value === field.dataset.kept).remove();
      delete field.dataset.kept;
      note.remove();
    }
  }

  // Takes into the choices of a field what it does not offer and a link or another calculator brought, and says so there.
  #keep(field, id) {
    if ([...field.options].some(({ value }) => value === id)) return;
    const note = document.createElement("span");
    note.className = "zj-unoffered";
    const name = nameOf(id, this.data.ids[field.dataset.ids], this.app.dataset.lang);
    note.textContent = fill(this.data.texts["not-offered"], { name });
    field.dataset.kept = id;
    field.add(new Option(name, id));
    field.parentElement.append(note);
  }

  // The id of a name, which is the value of its option; empty for what the form does not offer.
  #option(table, name) {
    const text = written(name);
    const known = this.ids[table].get(plain(text));
    if (text && known === undefined) this.dropped.push(text);
    return known ?? "";
  }
}

// The words of a label before what it labels.
const labelOf = (label) => label?.firstChild.textContent.trim();

const groupOf = (part) => part.closest("fieldset, details");
const nameOfGroup = (part) => labelOf(groupOf(part).querySelector("legend, summary"));

// Tells a row and its fields the path of its entry; the empty one for no entry.
function nameRow(row, path) {
  row.dataset.path = path;
  for (const field of keyed(row)) field.dataset.path = path && `${path}/${field.dataset.key}`;
}

// What an id is called in a language, found among all the ways to write it.
function nameOf(id, names, lang) {
  const all = Object.keys(names).filter((name) => names[name] === id && !id.endsWith(name));
  return all.find((name) => /\p{Script=Han}/u.test(name) === (lang === "zh")) ?? id;
}

// A value as it stands in a field. What is no single value stands there as JSON, so that it can be told what is wrong.
function written(value) {
  if (Array.isArray(value)) return value.map(written).join("，");
  return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value ?? "");
}

const index = (names) => new Map(Object.entries(names).map(([name, id]) => [plain(name), id]));

// A name without what does not matter, as Python compares names: width, case, spaces.
const plain = (name) => name.normalize("NFKC").toLowerCase().replace(/\s+/g, "");

const keyed = (row) => [...row.querySelectorAll("[data-key]")];

// Whether a field of a row is asked about beside what stands in the others.
const applies = (field) => !field.closest("[data-when][hidden]");

function showWhatApplies(row) {
  for (const part of row.querySelectorAll("[data-when]")) {
    const { when, values } = part.dataset;
    part.hidden = !values.split(" ").includes(row.querySelector(`[data-key=${when}]`).value);
  }
}

const entryOf = (row) =>
  Object.fromEntries(
    keyed(row)
      .filter(applies)
      .map((field) => [field.dataset.key, valueOf(field)])
      .filter(([, value]) => value !== ""),
  );

// What stands in a field: a number where one is asked for and given, a list where several may stand.
function valueOf(field) {
  const text = field.value.trim();
  if ("many" in field.dataset) return text ? text.split(/[\s,，、;；]+/).filter(Boolean) : "";
  return field.dataset.type === "number" && /^\d{1,9}$/.test(text) ? Number(text) : text;
}

// Where the message of a field stands: in its row, or else under the field.
function noteOf(field) {
  const own = field.closest(".zj-row")?.querySelector(".zj-wrong") ?? field.parentElement.querySelector(".zj-wrong");
  if (own) return own;
  const note = newNote();
  field.after(note);
  return note;
}

// Where the message of a list stands: above its rows.
function noteAbove(rows) {
  if (!rows.previousElementSibling?.matches(".zj-wrong")) rows.before(newNote());
  return rows.previousElementSibling;
}

// Several lines of one note say which field they mean.
function nameLines({ children }, lang) {
  if (children.length < 2) return;
  for (const line of children) if (line.dataset.of) line.prepend(line.dataset.of, lang === "zh" ? "：" : ": ");
}

function newNote() {
  const note = document.createElement("span");
  note.className = "zj-wrong";
  return note;
}

// The keys of what no field of the form took; of what a key such as a year or a rank stands for, the one around it.
function leftOver(left, labels) {
  const { api, calculator, ref, profile, ...others } = left;
  const inside = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
  const named = (key, around) => [`${around}/${key}`, key, around].find((one) => one in labels) ?? key;
  const names = (data, around) =>
    Object.entries(data).flatMap(([key, value]) => (inside(value) ? names(value, key) : [named(key, around)]));
  return names(others, "").filter((name) => name !== "name");
}

// What `write` gives in words: a key by the label that it has in an answer, what was written as it was.
export function wording(dropped, labels) {
  const [year, key] = dropped.split(" ");
  return key === "known_from" ? fill(labels[key], { key: year }) : (labels[dropped] ?? dropped);
}
