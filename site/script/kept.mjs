// What was typed: it stays in this tab, and on the device only if the person asks for it.
//
// A person is the same in every calculator: who was entered in one is there in the next. So what is kept has two parts,
// the person with the readings, and for each calculator what only it asks.

import { isObject, store, stored } from "./stored.mjs";

const STORE = "zhiji.form";
const SHARED = ["as_of", "readings"];
const NOTHING = () => ({ person: {}, by: {} });

// Keeps a request in the tab and, where that is asked for, on the device; of the person, what the form has no fields for
// stays as another calculator left it. Gives false if the device does not take it.
export function keep(request, owns, { device }) {
  const all = read() ?? NOTHING();
  const { calculator, person = {}, profile, ...own } = request;
  if (profile) delete own.readings; // they are those of a profile, and not of this person
  const others = Object.entries(all.person).filter(([key]) => !owns.has(key));
  all.person = { ...Object.fromEntries(others), ...person };
  for (const key of SHARED) all[key] = own[key];
  all.by[calculator] = own;
  all.last = calculator;
  const text = JSON.stringify(all);
  store(sessionStorage, STORE, text);
  return !device || !isKept() || store(localStorage, STORE, text);
}

// Keeps on the device from now on: what this tab has, or as yet nothing but that it is asked for. False if it cannot be.
export function stayOnDevice() {
  const kept = store(localStorage, STORE, JSON.stringify(read() ?? NOTHING()));
  if (!kept) leaveDevice();
  return kept;
}

// Keeps nothing on the device, for all tabs.
export const leaveDevice = () => localStorage.removeItem(STORE);

// Whether something is kept on the device: the store is the only place that says so, and every tab goes by it.
export const isKept = () => Boolean(localStorage.getItem(STORE));

// Whether another tab has put something else on the device than this tab has.
export function isOthers() {
  const [here, there] = [stored(sessionStorage, STORE, fits), stored(localStorage, STORE, fits)];
  return Boolean(here && there && there.last) && JSON.stringify(here) !== JSON.stringify(there);
}

// Calls back whenever another tab changed what is kept on the device, or this page comes back after such a change.
export function onOthers(tell) {
  window.addEventListener("storage", ({ key }) => (key === STORE || key === null) && tell());
  window.addEventListener("pageshow", ({ persisted }) => persisted && tell());
}

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

function read() {
  return stored(sessionStorage, STORE, fits) ?? stored(localStorage, STORE, fits);
}

const fits = (all) => isObject(all) && isObject(all.person) && isObject(all.by) && Object.values(all.by).every(isObject);
