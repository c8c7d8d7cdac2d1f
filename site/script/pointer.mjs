// JSON pointers (RFC 6901): the place of a value in a request, as a field of the form and an error name it.

const steps = (path) => path.slice(1).split("/").map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));

// Sets the value at a path, making the objects on the way.
export function put(data, path, value) {
  const way = steps(path);
  const last = way.pop();
  way.reduce((at, step) => (at[step] ??= {}), data)[last] = value;
}

// Takes the value at a path out, and the objects that are empty then; undefined if there is none.
export function take(data, path) {
  const [step, ...rest] = steps(path);
  return takeStep(data, step, rest);
}

// Gives the keys of the object at a path other names.
export function rename(data, path, name) {
  const found = take(data, path);
  if (found) put(data, path, Object.fromEntries(Object.entries(found).map(([key, value]) => [name(key), value])));
}

function takeStep(data, step, [next, ...rest]) {
  const inside = data?.[step];
  if (next === undefined) {
    if (inside !== undefined) delete data[step];
    return inside;
  }
  const found = takeStep(inside, next, rest);
  if (isObject(inside) && !Object.keys(inside).length) delete data[step];
  return found;
}

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
