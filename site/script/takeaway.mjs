// What people take away from an answer: a print, its text, its data, its dates for a calendar.
//
//   const take = new Takeaway(app, texts, ask);          ask(request, as): what Python gives for a request
//   take.offer(request, { paper, events });              after each answer; take.withdraw() when there is none
//
// The buttons stand under the first sentence. What is taken is always of the answer that is shown, not of what is being
// typed. The two blocks that only a print shows (what was entered; readings, version, signatures) come with each answer,
// so that the browser's own print has them too.

import { fill } from "./telling.mjs";

export class Takeaway {
  constructor(app, texts, ask) {
    this.app = app;
    this.texts = texts;
    this.ask = ask;
    this.bar = app.querySelector(".zj-take");
    this.shown = app.querySelector("#zj-answer");
    this.note = this.bar.querySelector(".zj-took");
    this.box = this.bar.querySelector("textarea");
    this.request = null; // that of the answer which is shown
    this.bar.addEventListener("click", ({ target }) => this.#take(target.closest("[data-take]")?.dataset.take));
    addEventListener("beforeprint", () => this.#unfold());
    addEventListener("afterprint", () => this.#fold());
  }

  // Shows the buttons for an answer; the paper is left as it is where none is given, as for the example of the page.
  offer(request, { paper, events }) {
    this.request = request;
    this.#tell("");
    this.bar.querySelector("[data-take=calendar]").hidden = !events;
    if (paper) this.#paper(paper);
    const answers = this.shown.querySelectorAll(".zj-answer");
    this.bar.hidden = !answers.length;
    if (answers.length === 1) answers[0].querySelector(".zj-headline").after(this.bar);
    else this.shown.prepend(this.bar);
  }

  // Hides the buttons, and takes the paper away from what is no answer.
  withdraw() {
    this.request = null;
    this.bar.hidden = true;
    this.#paper({ above: "", below: "" });
  }

  async #take(what) {
    if (!what) return;
    this.#tell("");
    try {
      await this[what]();
    } catch (error) {
      this.#tell(fill(this.texts["take.failed"], { why: this.texts[`failed.${error.code}`] ?? String(error) }));
    }
  }

  print() {
    window.print();
  }

  async text() {
    const { text } = await this.ask(this.request, "text");
    const whole = `${this.#title()}\n\n${text}\n`;
    try {
      await navigator.clipboard.writeText(whole);
      this.#tell(this.texts["take.text"]);
    } catch {
      this.#tell(this.texts["take.by-hand"], whole); // no permission, or a page without https
    }
  }

  async data() {
    const { request } = this;
    const { answer } = await this.ask(request, "page");
    const file = this.#save(JSON.stringify({ request, answer }, null, 2), "json", "application/json");
    this.#tell(fill(this.texts["take.data"], { file }));
  }

  async calendar() {
    const [{ calendarFile }, { events }] = await Promise.all([
      import("./calendar.mjs"),
      this.ask(this.request, "events"),
    ]);
    const file = this.#save(await calendarFile(events, { name: this.#title() }), "ics", "text/calendar");
    this.#tell(fill(this.texts["take.calendar"], { count: events.length, file }));
  }

  // Gives a file to the browser's downloads; its name says of what and of which day it is.
  #save(text, ending, type) {
    const name = `zhiji-${this.app.dataset.calculator}-${this.request.as_of}.${ending}`.replace(/[^\w.-]/g, "-");
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    return name;
  }

  #paper({ above, below }) {
    this.app.querySelector(".zj-paper-above").innerHTML = above;
    this.app.querySelector(".zj-paper-below").innerHTML = below;
  }

  // Says what was done; with a text, shows it in a box to be copied by hand.
  #tell(said, text = "") {
    this.note.textContent = said;
    this.box.hidden = !text;
    this.box.value = text;
    if (text) this.box.select();
  }

  #title() {
    const parts = [...document.querySelector("h1").childNodes].filter((part) => !part.matches?.(".headerlink"));
    return parts.map((part) => part.textContent).join("").trim();
  }

  // A print has no button to unfold what is folded away.
  #unfold() {
    this.folded = [...this.shown.querySelectorAll("details:not([open])")];
    for (const one of this.folded) one.open = true;
  }

  #fold() {
    for (const one of this.folded ?? []) one.open = false;
    this.folded = [];
  }
}
