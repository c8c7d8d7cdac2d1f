// What was typed: it stays in this tab, and on the device only if the person asks for it.
//
// A person is the same in every calculator: who was entered in one is there in the next. So what is kept has two parts,
// the person with the readings, and for each calculator what only it asks.

import { isObject, store, stored } from "./stored.mjs";

const STORE = "zhiji.form";
const SHARED = ["as_of", "readings"];

// Keeps a request; of the person, what the form has no fields for stays as another calculator left it.
export function keep(request, owns, onDevice) {
  const all = read() ?? { person: {}, by: {} };
  const { calculator, person = {}, profile, ...own } = request;
  if (profile) delete own.readings; // they are those of a profile, and not of this person
  const others = Object.entries(all.person).filter(([key]) => !owns.has(key));
  all.person = { ...Object.fromEntries(others), ...person };
  for (const key of SHARED) all[key] = own[key];
  all.by[calculator] = own;
  all.last = calculator;
  const text = JSON.stringify(all);
  store(sessionStorage, STORE, text);
  if (onDevice) store(localStorage, STORE, text);
  else leaveDevice();
}

// Keeps nothing on the device.
export const leaveDevice = () => localStorage.removeItem(STORE);

// The request to begin with, or null: the person only as far as the form has fields.
export function kept(calculator, owns) {
  const all = read();
  if (!all) return null;
  const person = Object.fromEntries(Object.entries(all.person).filter(([key]) => owns.has(key)));
  const own = all.by[calculator];
  if (!own && !Object.keys(person).length) return null;
  const shared = Object.fromEntries(SHARED.filter((key) => all[key]).map((key) => [key, all[key]]));
  return { ...own, ...shared, ...(Object.keys(person).length ? { person } : {}) };
}

// What was asked last, in whichever calculator, or null.
export function latest() {
  const all = read();
  if (!all || !Object.hasOwn(all.by, all.last)) return null;
  const { readings, ...own } = all.by[all.last];
  return { ...own, calculator: all.last, as_of: all.as_of, person: all.person };
}

export const isKept = () => Boolean(localStorage.getItem(STORE));

function read() {
  return stored(sessionStorage, STORE, fits) ?? stored(localStorage, STORE, fits);
}

const fits = (all) => isObject(all) && isObject(all.person) && isObject(all.by) && Object.values(all.by).every(isObject);
