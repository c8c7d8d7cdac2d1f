// The profile of readings of an office: its name and what it has chosen, as a file, as a link, and kept on the device.
//
//   { name: "甲市", readings: { "tenure-unit": "month" }, spec: { version, digest } }
//
// It is kept only because somebody asked for that ("pin"), until somebody takes it away. A file or link of an older
// rule set may hold what the rules no longer have: `usable` tells the two apart.

import { decode, encode } from "./share.mjs";

const STORE = "zhiji.profile";
const FORMAT = "zhiji-profile";
const VERSION = 1;
export const LONGEST_NAME = 60;

export function pinned() {
  const text = localStorage.getItem(STORE);
  return text ? (fromFile(text).profile ?? null) : null;
}

export const pin = (profile) => localStorage.setItem(STORE, toFile(profile));

export const unpin = () => localStorage.removeItem(STORE);

export function toFile({ name, readings, spec }) {
  return `${JSON.stringify({ format: FORMAT, version: VERSION, name, readings, spec }, null, 2)}\n`;
}

// { profile }, or { problem: "bad" | "newer" }.
export function fromFile(text) {
  try {
    return checked(JSON.parse(text));
  } catch {
    return { problem: "bad" };
  }
}

export const toFragment = (profile) => `#p${VERSION}.${encode(JSON.parse(toFile(profile)))}`;

// { profile }, or { problem }, or {} if the fragment is none of a profile.
export function fromFragment(fragment) {
  const match = /^#p(\d+)\.(.*)$/.exec(fragment);
  if (!match) return {};
  if (Number(match[1]) > VERSION) return { problem: "newer" };
  try {
    return checked(decode(match[2]));
  } catch {
    return { problem: "bad" };
  }
}

// What of a profile the rules still have, and what not; `known` has the options of every reading.
export function usable({ name, readings, spec }, known) {
  const has = ([id, option]) => Object.hasOwn(known, id) && [...known[id]].includes(option);
  const all = Object.entries(readings);
  return { name, spec, readings: Object.fromEntries(all.filter(has)), gone: all.filter((one) => !has(one)) };
}

export function same(one, other) {
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => one[key] === other[key]);
}

function checked(data) {
  if (data?.format !== FORMAT) return { problem: "bad" };
  if (data.version > VERSION) return { problem: "newer" };
  const { name, readings, spec } = data;
  const named = typeof name === "string" && name.trim() && [...name].length <= LONGEST_NAME;
  const chosen = typeof readings === "object" && readings !== null && !Array.isArray(readings);
  const plain = chosen && Object.values(readings).every((option) => typeof option === "string");
  if (!named || !plain) return { problem: "bad" };
  const version = typeof spec?.version === "string" ? spec.version : "";
  const digest = typeof spec?.digest === "string" ? spec.digest : "";
  return { profile: { name: name.trim().replace(/\s+/g, " "), readings, spec: { version, digest } } };
}
