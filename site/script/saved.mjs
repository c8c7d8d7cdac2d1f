// An answer that was saved to a file, opened again: what was asked in it is filled in and computed anew.
//
//   { "request": {…}, "answer": { …, "spec": { "version", "digest" } } }     as "download data" writes it
//   {…}                                                                       a request alone, as the command line takes it
//
// The file is read on the device. One of another calculator goes on to the page of that one, within this tab.

import { isObject, store, stored } from "./stored.mjs";

const STORE = "zhiji.opened";
const FIRST = "promotion"; // the calculator that a request means where it names none
export const LARGEST = 1_000_000; // of a file, in bytes: far more than an answer has

// { request, spec }, with an empty spec where the file does not say by which rules it was made; null if it is none.
export function fromSaved(text) {
  try {
    const data = JSON.parse(text);
    const request = isObject(data.request) ? data.request : data;
    if (!isObject(request) || !request.as_of || !["string", "undefined"].includes(typeof request.calculator)) return null;
    const { version = "", digest = "" } = (isObject(data.answer) && isObject(data.answer.spec) && data.answer.spec) || {};
    return { request: { ...request, calculator: request.calculator ?? FIRST }, spec: { version, digest } };
  } catch {
    return null;
  }
}

// What was opened on the page of another calculator, for the page that is opened next.
export const carry = (saved) => store(sessionStorage, STORE, JSON.stringify(saved));

// What was opened for this calculator, or null; it is taken once.
export function carried(calculator) {
  const saved = stored(sessionStorage, STORE, (one) => isObject(one) && isObject(one.request) && isObject(one.spec));
  sessionStorage.removeItem(STORE);
  return saved?.request.calculator === calculator ? saved : null;
}
