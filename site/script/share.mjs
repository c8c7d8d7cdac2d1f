// A request in the fragment of an address: it is never sent to a server, and a later version still reads it.
//
//   #1.eyJhcGkiOjEs…   version, dot, base64url of the JSON

const VERSION = 1;

// The fragment for a request. Effect periods stay out unless asked for: a link is passed on easily.
export function toFragment(request, { withEffects }) {
  const { effects, ...person } = request.person ?? {};
  const shared = withEffects || effects === undefined ? request : { ...request, person };
  const bytes = new TextEncoder().encode(JSON.stringify(shared));
  const text = btoa(String.fromCharCode(...bytes));
  return `#${VERSION}.${text.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "")}`;
}

// The request in a fragment: { request }, or { problem: "bad-link" | "newer-link" }, or {} if there is none.
export function fromFragment(fragment) {
  const match = /^#(\d+)\.([\w-]+)$/.exec(fragment);
  if (!match) return /^#\d+\./.test(fragment) ? { problem: "bad-link" } : {};
  if (Number(match[1]) > VERSION) return { problem: "newer-link" };
  try {
    const bytes = Uint8Array.from(atob(match[2].replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
    const request = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    if (typeof request !== "object" || request === null || Array.isArray(request)) throw new TypeError("no request");
    return { request };
  } catch {
    return { problem: "bad-link" };
  }
}
