// The form of the calculator and the request that it stands for: `read` makes the request, `write` fills the form.
//
// A row of the form that is empty is no entry of the request; while reading, every row learns the path that its entry
// has in the request, so that an error can be shown at its field.

const YEARS_AT_MOST = 45;

export class Form {
  constructor(app, data) {
    this.form = app.querySelector("form");
    this.app = app;
    this.ids = data.ids; // for grades, kinds of effect and targets: every way to write one -> its id
    this.grades = new Map(); // year -> grade id, kept also while the row is not shown
  }

  // The request, as the command line would take it.
  read() {
    const person = { held: this.#readRows("held"), grades: this.#readGrades() };
    const effects = this.form.elements.effects.value;
    if (effects === "none") person.effects = [];
    if (effects === "some") person.effects = this.#readRows("effects");
    const level = this.form.elements.level.value.trim();
    if (level) person.level = /^\d+$/.test(level) ? Number(level) : level;
    const request = { api: 1, calculator: "promotion", as_of: this.form.elements.as_of.value.trim(), person };
    if (this.form.elements.target.value) request.target = this.form.elements.target.value;
    const readings = [...this.form.querySelectorAll("[data-reading]")].filter((select) => select.value);
    if (readings.length) {
      request.readings = Object.fromEntries(readings.map((select) => [select.dataset.reading, select.value]));
    }
    return request;
  }

  // Fills the form from a request; gives the paths of what the form has no field or no option for.
  write(request) {
    this.dropped = unknownTo(request);
    const person = request.person ?? {};
    this.form.elements.as_of.value = request.as_of ?? "";
    this.form.elements.level.value = person.level ?? "";
    this.form.elements.target.value = this.#id("target", request.target);
    this.#writeRows("held", person.held ?? [{}], (entry) => ({ ...entry, rank: entry.rank ?? entry.post ?? "" }));
    const effects = person.effects;
    this.form.elements.effects.value = effects === undefined ? "open" : effects.length ? "some" : "none";
    this.#writeRows("effects", effects ?? [], (entry) => ({ ...entry, kind: this.#id("kind", entry.kind) }));
    this.grades = new Map(
      Object.entries(person.grades ?? {}).map(([year, grade]) => [year, this.#id("grades", grade.grade ?? grade)]),
    );
    for (const select of this.form.querySelectorAll("[data-reading]")) {
      select.value = request.readings?.[select.dataset.reading] ?? "";
    }
    this.#rows("grades").replaceChildren(); // or else the rows that are shown would keep their old grades
    this.refresh();
    return this.dropped;
  }

  // Adds an empty row; gives its first field.
  add(kind) {
    const row = this.#template(kind);
    this.#rows(kind).append(row);
    return row.querySelector("input, select");
  }

  // Puts a grade into every year that has none.
  fill(grade) {
    for (const select of this.#rows("grades").querySelectorAll("select")) {
      if (!select.value) select.value = grade;
    }
    this.#keepGrades();
  }

  // Brings the parts that depend on others up to date: the years, and whether effect periods are shown.
  refresh() {
    this.#keepGrades();
    this.#showYears();
    const some = this.form.elements.effects.value === "some";
    this.#rows("effects").hidden = !some;
    this.form.querySelector("[data-add=effects]").hidden = !some;
    if (some && !this.#rows("effects").children.length) this.add("effects");
  }

  empty() {
    return !this.form.querySelector("[data-rows=held] input[data-key=rank]")?.value.trim();
  }

  // Marks the fields of some problems; with none, clears all marks.
  mark(problems) {
    for (const field of this.form.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
    for (const note of this.form.querySelectorAll(".zj-wrong")) note.hidden = true;
    for (const { path, text } of problems) {
      const field = this.field(path);
      if (!field) continue;
      field.setAttribute("aria-invalid", "true");
      const note = field.closest(".zj-row")?.querySelector(".zj-wrong");
      if (note) [note.textContent, note.hidden] = [text, false];
    }
  }

  // The field of a path, or of the nearest place that holds it.
  field(path) {
    for (let at = path; at; at = at.slice(0, at.lastIndexOf("/"))) {
      const found = this.form.querySelector(`[data-path="${CSS.escape(at)}"]`);
      if (found) return found.matches("input, select") ? found : found.querySelector("input, select");
    }
    return null;
  }

  #rows(kind) {
    return this.form.querySelector(`[data-rows=${kind}]`);
  }

  #template(kind) {
    return this.app.querySelector(`#zj-row-${kind}`).content.firstElementChild.cloneNode(true);
  }

  #readRows(kind) {
    const entries = [];
    for (const row of this.#rows(kind).children) {
      const fields = [...row.querySelectorAll("[data-key]")];
      const entry = Object.fromEntries(fields.map((f) => [f.dataset.key, f.value.trim()]).filter(([, v]) => v));
      const path = `/person/${kind}/${entries.length}`;
      const used = Object.keys(entry).length > 0;
      row.dataset.path = used ? path : "";
      for (const field of fields) field.dataset.path = used ? `${path}/${field.dataset.key}` : "";
      if (used) entries.push(entry);
    }
    return entries;
  }

  #writeRows(kind, entries, prepare) {
    this.#rows(kind).replaceChildren();
    for (const entry of entries) {
      const row = this.#template(kind);
      const values = prepare(entry);
      for (const field of row.querySelectorAll("[data-key]")) field.value = values[field.dataset.key] ?? "";
      this.#rows(kind).append(row);
    }
  }

  #readGrades() {
    const shown = [...this.#rows("grades").querySelectorAll("select")].filter((select) => select.value);
    return Object.fromEntries(shown.map((select) => [select.dataset.year, select.value]));
  }

  #keepGrades() {
    for (const select of this.#rows("grades").querySelectorAll("select")) {
      this.grades.set(select.dataset.year, select.value);
    }
  }

  // A row for each finished year since the first date that is given; nothing is built again while the years stay.
  #showYears() {
    const starts = [...this.form.querySelectorAll("[data-rows=held] [data-key=from]")].map((f) => yearOf(f.value));
    const asked = yearOf(this.form.elements.as_of.value);
    const first = Math.min(...starts.filter(Boolean));
    const years = [];
    for (let year = Math.max(first, asked - YEARS_AT_MOST); year < asked; year++) years.push(String(year));
    const shown = [...this.#rows("grades").querySelectorAll("select")];
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
  #id(table, name) {
    const text = String(name ?? "");
    const known = this.ids[table][text];
    if (text && known === undefined) this.dropped.push(text);
    return known ?? "";
  }
}

// The parts of a request that no field of the form stands for.
function unknownTo({ regime, person = {} }) {
  const others = Object.keys(person).filter((key) => !["held", "grades", "effects", "level"].includes(key));
  const dated = Object.entries(person.grades ?? {}).filter(([, grade]) => grade?.known_from);
  return [...(regime ? ["regime"] : []), ...others, ...dated.map(([year]) => `${year} known_from`)];
}

function yearOf(text) {
  const match = /^\s*((?:19|20|21)\d\d)/.exec(text);
  return match ? Number(match[1]) : 0;
}
