// A request in the fragment of an address: it is never sent to a server, and a later version still reads it.
//
//   #1.eyJhcGkiOjEs…   version, dot, base64url of the JSON

const VERSION = 1;

export const ASSUMED = "assumed"; // `ref` of a request whose grades and periods nobody stated: the home page's link

// The fragment for a request. Effect periods stay out unless asked for: a link is passed on easily.
export function toFragment(request, { withEffects }) {
  const { effects, ...person } = request.person ?? {};
  const shared = withEffects || effects === undefined ? request : { ...request, person };
  return `#${VERSION}.${encode(shared)}`;
}

// The request in a fragment: { request }, or { problem: "bad-link" | "newer-link" }, or {} if there is none.
export function fromFragment(fragment) {
  const match = /^#(\d+)\.([\w-]+)$/.exec(fragment);
  if (!match) return /^#\d+\./.test(fragment) ? { problem: "bad-link" } : {};
  if (Number(match[1]) > VERSION) return { problem: "newer-link" };
  try {
    const request = decode(match[2]);
    if (typeof request !== "object" || request === null || Array.isArray(request)) throw new TypeError("no request");
    return { request };
  } catch {
    return { problem: "bad-link" };
  }
}

// Data as text for an address, and back; throws if it is none.
export function encode(data) {
  const bytes = new TextEncoder().encode(JSON.stringify(data));
  const text = btoa(String.fromCharCode(...bytes));
  return text.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

export function decode(text) {
  const bytes = Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
  return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
}
