// How a calculator follows the profile of readings that is pinned on this device, and says so above the answer.
//
// A link brings its own readings: then they hold, and the profile of this device may be taken instead. A reading that
// is changed by hand sets the profile aside for this page. The name goes into a request only while its readings are
// exactly those of the profile.

import { pinned, same, usable } from "./profile.mjs";
import { stored } from "./stored.mjs";
import { fill } from "./telling.mjs";

const ASIDE = "zhiji.aside"; // the calculators on which the profile is set aside, in this tab

export class Follow {
  // bar: where it is said; known: the options of every reading; texts: the page's sentences.
  constructor({ form, bar, known, texts, calculator }) {
    Object.assign(this, { form, bar, known, texts, calculator });
    const own = pinned();
    this.own = own && usable(own, known);
    this.used = null; // { name, readings } that the request has unless the fields say otherwise
    this.linked = false;
    this.fields = [...form.querySelectorAll("[data-reading]")];
  }

  // The request to fill the form with at first, with the readings that hold.
  begin(given, { linked }) {
    this.used = null;
    this.linked = linked && Boolean(given.profile || given.readings);
    if (this.linked) {
      const sent = usable({ name: given.profile, readings: given.readings ?? {} }, this.known);
      this.used = this.#owns(sent) ? this.own : sent;
    } else if (!linked && this.own && !this.#aside().includes(this.calculator)) {
      this.used = this.own;
    }
    return this.linked ? this.#withReadings(given, given.readings) : this.fill(given);
  }

  // A request with the readings that hold.
  fill(request) {
    return this.#withReadings(request, this.used?.readings ?? request.readings);
  }

  // What is asked: the readings of the fields, and the name of the profile if they are its.
  stamp(request) {
    if (this.used && !this.fields.length) request.readings = this.used.readings;
    const { name, readings } = this.used ?? {};
    if (name && same(request.readings ?? {}, readings)) request.profile = name;
    if (!Object.keys(request.readings ?? {}).length) delete request.readings;
    return request;
  }

  // After any change of the form.
  changed(target) {
    if (!target.matches("[data-reading]")) return;
    if (this.used && this.used === this.own && !same(this.#chosen(), this.own.readings)) this.#setAside(true);
    this.show();
  }

  // After a click on a button; gives whether it was one of the bar.
  clicked(act) {
    if (act !== "follow" && act !== "aside") return false;
    this.#setAside(act === "aside");
    this.used = act === "follow" ? this.own : null;
    this.linked = false;
    for (const field of this.fields) field.value = this.used?.readings[field.dataset.reading] ?? "";
    this.show();
    return true;
  }

  get follows() {
    return Boolean(this.used) && this.used === this.own;
  }

  show() {
    const other = this.linked && this.used?.name && !this.follows;
    this.bar.hidden = !this.own && !other;
    if (this.bar.hidden) return;
    const holds = this.follows && (!this.fields.length || same(this.#chosen(), this.own.readings));
    const code = holds ? "profile.follows" : this.own ? "profile.aside" : "profile.linked";
    const said = [this.#said(other ? "profile.linked" : code, other ? this.used : this.own)];
    if (other && this.own) said.push(this.#said("profile.aside", this.own));
    if (holds && this.own.gone.length) said.push(this.texts["profile.gone"].replace("{count}", this.own.gone.length));
    this.bar.querySelector("[data-said]").textContent = said.join("");
    for (const button of this.bar.querySelectorAll("button")) {
      button.hidden = !this.own || (button.dataset.act === "follow") === Boolean(holds);
    }
  }

  #said(code, { name, readings }) {
    return fill(this.texts[code], { name, count: Object.keys(readings).length }); // at once: a name may hold anything
  }

  // The name stands in no field, and the readings only where the form has fields for them.
  #withReadings({ profile, readings, ...request }, held) {
    return this.fields.length && held ? { ...request, readings: held } : request;
  }

  #owns({ name, readings }) {
    return Boolean(this.own) && this.own.name === name && same(this.own.readings, readings);
  }

  #chosen() {
    const all = this.fields.map((field) => [field.dataset.reading, field.value]);
    return Object.fromEntries(all.filter(([, option]) => option));
  }

  #aside() {
    return stored(sessionStorage, ASIDE, Array.isArray) ?? [];
  }

  #setAside(on) {
    const others = this.#aside().filter((one) => one !== this.calculator);
    sessionStorage.setItem(ASIDE, JSON.stringify(on ? [...others, this.calculator] : others));
  }
}
