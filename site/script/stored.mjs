// What is kept as JSON, in the tab or on the device.
//
// A store outlives the page that wrote it: an older version of the site, or another site on the same host, may have left
// there what this one cannot read. That is as good as nothing, and never a reason to stop.

// The value that is kept under a key, if it is of the right shape (`fits`), else null.
export function stored(place, key, fits) {
  try {
    const value = JSON.parse(place.getItem(key));
    return fits(value) ? value : null;
  } catch {
    return null;
  }
}

// Keeps a text; where the store is full (other sites on the host share it), the page goes on without. Gives whether it is
// kept: what stands in for a store that is denied (site/overrides/main.html) forgets when the page is left.
export function store(place, key, text) {
  try {
    place.setItem(key, text);
    return !place.forgets;
  } catch {
    place.removeItem(key); // rather nothing than what was typed before
    return false;
  }
}

export const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
