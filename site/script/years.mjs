// A row for each year, with a grade: the finished years since the first date in the form, or the years that come.
//
//   <div data-years="/person/grades">              the finished years since the first `from`
//   <div data-years="/person/grades" data-least=3> … and the last three whatever the dates
//   <div data-years="/assume/grades" data-ahead=4> the running year and those after it
//
// A grade that was chosen is kept also while its year is not shown.

const YEARS_AT_MOST = 45;

export class YearRows {
  constructor(box, form, template) {
    this.box = box;
    this.form = form;
    this.template = template;
    this.at = box.dataset.years;
    this.grades = new Map(); // year -> grade id
    this.others = []; // years with a grade that was carried in, though no date that is given leads to them
  }

  // Takes the grades of a request, by year.
  write(grades) {
    this.grades = new Map(Object.entries(grades));
    this.others = [];
    this.box.replaceChildren(); // or else the rows that are shown would keep their old grades
    this.show();
    const shown = this.selects().map((select) => select.dataset.year);
    this.others = [...this.grades].filter(([year, grade]) => grade && !shown.includes(year)).map(([year]) => year);
    if (this.others.length) this.show();
  }

  selects() {
    return [...this.box.querySelectorAll("select")];
  }

  // Puts a grade into every year that has none.
  fill(grade) {
    for (const select of this.selects()) select.value ||= grade;
    this.keep();
  }

  // Leaves the years open, but for those to keep (their paths).
  forget(kept) {
    const theirs = (year) => kept.has(`${this.at}/${year}`);
    this.grades = new Map([...this.grades].filter(([year]) => theirs(year)));
    this.others = this.others.filter(theirs);
    this.box.replaceChildren();
    this.show();
  }

  keep() {
    for (const select of this.selects()) this.grades.set(select.dataset.year, select.value);
  }

  // Nothing is built again while the years stay.
  show() {
    const years = this.#years();
    const shown = this.selects();
    if (shown.map((select) => select.dataset.year).join() !== years.join()) {
      this.box.replaceChildren(...years.map((year) => this.#row(year)));
    } else {
      for (const select of shown) select.value = this.grades.get(select.dataset.year) ?? "";
    }
  }

  #years() {
    const { least = 0, ahead } = this.box.dataset;
    const asked = yearOf(this.form.elements.as_of.value);
    const starts = [...this.form.querySelectorAll("[data-at] [data-key=from]")].map((field) => yearOf(field.value));
    const first = Math.min(...starts.filter(Boolean), ...(Number(least) ? [asked - Number(least)] : []));
    const span = ahead ? [asked, asked + Number(ahead)] : [Math.max(first, asked - YEARS_AT_MOST), asked];
    const years = [];
    for (let year = span[0]; asked && year < span[1]; year++) years.push(String(year));
    return this.others.length ? [...new Set([...years, ...this.others])].sort() : years;
  }

  #row(year) {
    const row = this.template.content.firstElementChild.cloneNode(true);
    row.querySelector("span").textContent = year;
    const select = row.querySelector("select");
    select.dataset.year = year;
    select.dataset.path = `${this.at}/${year}`;
    select.value = this.grades.get(year) ?? "";
    return row;
  }
}

// The year of a date as people write it: in front, or behind the name of a month.
export function yearOf(text) {
  const match = /^\s*((?:19|20|21)\d\d)|[a-z].*?((?:19|20|21)\d\d)\s*$/i.exec(text);
  return match ? Number(match[1] ?? match[2]) : 0;
}
