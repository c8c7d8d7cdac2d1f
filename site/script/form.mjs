// The form of a calculator and the request that it stands for: `read` makes the request, `write` fills the form.
//
// The form says of itself what it is: a field has the place of its value in the request (`data-path`, a JSON pointer), a
// group of rows the place of its list (`data-at`), a field in a row the key of its value (`data-key`). So one script
// serves every calculator, and a new field is a line in a template.
//
// A row that is empty is no entry of the request; while reading, every row learns the path that its entry has in the
// request, so that an error can be shown at its field.

const YEARS_AT_MOST = 45;

export class Form {
  constructor(app, data) {
    this.form = app.querySelector("form");
    this.app = app;
    this.calculator = app.dataset.calculator;
    this.ids = data.ids; // for what is chosen from a list: every way to write one -> its id
    this.grades = new Map(); // year -> grade id, kept also while the row is not shown
  }

  // The request, as the command line would take it.
  read() {
    const request = { api: 1, calculator: this.calculator };
    for (const field of this.#fields()) {
      const value = valueOf(field);
      if (value !== "") put(request, field.dataset.path, value);
    }
    for (const rows of this.#lists()) {
      const entries = this.#readRows(rows);
      if (entries.length) put(request, rows.dataset.at, entries);
    }
    const said = this.form.elements.effects?.value;
    if (said === "none") put(request, "/person/effects", []);
    if (said === "open" && request.person) delete request.person.effects;
    return request;
  }

  // Fills the form from a request; gives what the form has no field or no option for.
  write(request) {
    const left = structuredClone(request);
    this.dropped = [];
    const grades = left.person?.grades ?? {};
    this.grades = new Map();
    if (this.#rows("grades")) {
      for (const [year, grade] of Object.entries(grades)) {
        this.grades.set(year, this.#option("grades", grade?.grade ?? grade));
        if (grade?.known_from) this.dropped.push(`${year} known_from`);
      }
      if (left.person) delete left.person.grades;
      this.#rows("grades").replaceChildren(); // or else the rows that are shown would keep their old grades
    }
    for (const field of this.#fields()) this.#fillField(field, take(left, field.dataset.path));
    const effects = left.person?.effects;
    if (this.form.elements.effects) {
      this.form.elements.effects.value = effects === undefined ? "open" : effects.length ? "some" : "none";
    }
    for (const rows of this.#lists()) this.#writeRows(rows, take(left, rows.dataset.at));
    this.refresh();
    return [...this.dropped, ...leftOver(left)];
  }

  // The parts of a person that this form has fields for.
  owns() {
    const paths = [...this.#fields().map((f) => f.dataset.path), ...this.#lists().map((r) => r.dataset.at)];
    const keys = paths.filter((path) => path.startsWith("/person/")).map((path) => path.split("/")[2]);
    return new Set(this.#rows("grades") ? [...keys, "grades"] : keys);
  }

  // Adds an empty row; gives its first field.
  add(kind) {
    const row = this.#template(kind);
    this.#rows(kind).append(row);
    return row.querySelector("input, select");
  }

  // Puts a grade into every year that has none.
  fill(grade) {
    for (const select of this.#years()) {
      if (!select.value) select.value = grade;
    }
    this.#keepGrades();
  }

  // Brings the parts that depend on others up to date: the years, and whether effect periods are shown.
  refresh() {
    if (this.#rows("grades")) {
      this.#keepGrades();
      this.#showYears();
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
    const fields = needed.flatMap((one) => (one.dataset.path ? [one] : [...one.querySelectorAll("[data-key]")]));
    return !fields.some((field) => field.value.trim());
  }

  // Marks the fields of some problems; with none, clears all marks.
  mark(problems) {
    for (const field of this.form.querySelectorAll("[aria-invalid]")) {
      field.removeAttribute("aria-invalid");
      field.removeAttribute("aria-describedby");
    }
    for (const note of this.form.querySelectorAll(".zj-wrong")) note.hidden = true;
    problems.forEach(({ path, text }, place) => {
      const field = this.field(path);
      if (!field) return;
      const note = noteOf(field);
      [note.textContent, note.hidden, note.id] = [text, false, `zj-wrong-${place}`];
      field.setAttribute("aria-invalid", "true");
      field.setAttribute("aria-describedby", note.id);
    });
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

  #fields() {
    return [...this.form.querySelectorAll("[data-path]:not([data-key]):not(.zj-row)")];
  }

  #lists() {
    return [...this.form.querySelectorAll("[data-rows][data-at]")];
  }

  #rows(kind) {
    return this.form.querySelector(`[data-rows=${kind}]`);
  }

  #years() {
    return [...(this.#rows("grades")?.querySelectorAll("select") ?? [])];
  }

  #template(kind) {
    return this.app.querySelector(`#zj-row-${kind}`).content.firstElementChild.cloneNode(true);
  }

  #readRows(rows) {
    const entries = [];
    for (const row of rows.children) {
      const fields = [...row.querySelectorAll("[data-key]")];
      const values = fields.map((field) => [field.dataset.key, valueOf(field)]);
      const entry = Object.fromEntries(values.filter(([, value]) => value !== ""));
      const path = `${rows.dataset.at}/${entries.length}`;
      const used = Object.keys(entry).length > 0;
      row.dataset.path = used ? path : "";
      for (const field of fields) field.dataset.path = used ? `${path}/${field.dataset.key}` : "";
      if (used) entries.push(entry);
    }
    return entries;
  }

  #writeRows(rows, entries) {
    const kind = rows.dataset.rows;
    rows.replaceChildren();
    const first = rows.hasAttribute("data-needed") ? [{}] : [];
    for (const entry of entries?.length ? entries : first) {
      const row = this.#template(kind);
      const left = { ...entry };
      for (const field of row.querySelectorAll("[data-key]")) {
        const { key, also } = field.dataset;
        this.#fillField(field, left[key] ?? left[also]);
        delete left[key];
        delete left[also];
      }
      this.dropped.push(...Object.keys(left));
      rows.append(row);
    }
  }

  #fillField(field, value) {
    if (field.dataset.ids) field.value = this.#option(field.dataset.ids, value);
    else field.value = Array.isArray(value) ? value.join("，") : (value ?? "");
    if (field.matches("select") && value && field.value === "" && !field.dataset.ids) this.dropped.push(String(value));
  }

  #keepGrades() {
    for (const select of this.#years()) this.grades.set(select.dataset.year, select.value);
  }

  // A row for each finished year since the first date that is given; nothing is built again while the years stay.
  #showYears() {
    const starts = [...this.form.querySelectorAll("[data-at] [data-key=from]")].map((f) => yearOf(f.value));
    const asked = yearOf(this.form.elements.as_of.value);
    const first = Math.min(...starts.filter(Boolean));
    const years = [];
    for (let year = Math.max(first, asked - YEARS_AT_MOST); year < asked; year++) years.push(String(year));
    const shown = this.#years();
    if (shown.map((select) => select.dataset.year).join() !== years.join()) {
      this.#rows("grades").replaceChildren(...years.map((year) => this.#yearRow(year)));
    } else {
      for (const select of shown) select.value = this.grades.get(select.dataset.year) ?? "";
    }
  }

  #yearRow(year) {
    const row = this.#template("grades");
    row.querySelector("span").textContent = year;
    const select = row.querySelector("select");
    select.dataset.year = year;
    select.dataset.path = `/person/grades/${year}`;
    select.value = this.grades.get(year) ?? "";
    return row;
  }

  // The id of a name, which is the value of its option; empty for what the form does not offer.
  #option(table, name) {
    const text = String(name ?? "");
    const known = this.ids[table][text];
    if (text && known === undefined) this.dropped.push(text);
    return known ?? "";
  }
}

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
  const note = document.createElement("span");
  note.className = "zj-wrong";
  field.after(note);
  return note;
}

const steps = (path) => path.slice(1).split("/").map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));

function put(data, path, value) {
  const way = steps(path);
  const last = way.pop();
  way.reduce((at, step) => (at[step] ??= {}), data)[last] = value;
}

// The value at a path, taken out; objects that are empty then are taken out too.
function take(data, path) {
  const [step, ...rest] = steps(path);
  return takeStep(data, step, rest);
}

function takeStep(data, step, [next, ...rest]) {
  const inside = data?.[step];
  if (next === undefined) {
    if (inside !== undefined) delete data[step];
    return inside;
  }
  const found = takeStep(inside, next, rest);
  if (isObject(inside) && !Object.keys(inside).length) delete data[step];
  return found;
}

// The names of what no field of the form took.
function leftOver(left) {
  const { api, calculator, ref, ...others } = left;
  const names = (data) => Object.entries(data).flatMap(([key, value]) => (isObject(value) ? names(value) : [key]));
  return names(others).filter((name) => name !== "name");
}

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

function yearOf(text) {
  const match = /^\s*((?:19|20|21)\d\d)/.exec(text);
  return match ? Number(match[1]) : 0;
}
