// The example that a calculator opens on, and how it becomes somebody's own case.
//
// Whoever puts in another rank, or another day for it, is another person than the one of the example. What stands there
// of that person is then not theirs, and is left open, lest it count without anybody having said it; what they entered
// themselves stays, whatever they began with. Until then the form is still the example, however much is tried on it.
//
//   const example = new Example(form);
//   example.begin();                  the form was filled with the example
//   example.changed(field);           after each change
//   example.stands                    whether the form still is the example

import { WHO } from "./form.mjs";

export class Example {
  constructor(form) {
    this.form = form;
    this.stands = false;
    this.lent = false; // whether some of what stands there may be the example's, chosen by nobody
    this.touched = new Set(); // what somebody entered: fields of rows, and the paths of the others
  }

  begin() {
    this.stands = this.lent = true;
    this.touched.clear();
  }

  // What the form holds is somebody's own case, all of it.
  end() {
    this.stands = this.lent = false;
  }

  // Whether a field still holds what the example put there.
  lends(field) {
    return this.lent && !this.touched.has(this.form.part(field));
  }

  touch(fields) {
    for (const field of fields) this.touched.add(this.form.part(field));
  }

  // A change by hand. A form that does not say whom it is about is anybody's after the first one.
  changed(field) {
    if (!this.lent) return;
    this.touch([field]);
    const said = this.#says(field);
    if (this.stands && said) this.form.forgetFacts(this.touched, field.closest(".zj-row"));
    if (said && field.dataset.key !== "from") this.form.forgetQuestion(this.touched);
    if (said || !this.form.form.querySelector("[data-rows][data-needed], [data-who]")) this.stands = false;
  }

  #says(field) {
    const { key, who } = field.dataset;
    return who !== undefined || (WHO.includes(key) && Boolean(field.closest("[data-rows][data-needed]")));
  }
}
