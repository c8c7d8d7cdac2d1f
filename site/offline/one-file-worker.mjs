// What the worker of zhiji.html does before the site's own python-worker.mjs, which follows in the same text: it gives
// every file out of what the page handed over, and never asks a network, which a file from disk need not have.

const { site, files } = await new Promise((resolve) => {
  self.addEventListener("message", ({ data }) => resolve(data), { once: true });
});

const TYPES = { wasm: "application/wasm", json: "application/json", mjs: "text/javascript" };

async function unpack(packed) {
  const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
}

self.fetch = async (address) => {
  const name = String(address.url ?? address);
  const path = name.replace(site, "");
  if (!(path in files)) throw new TypeError(`${path} is not in this file`);
  const content = await unpack(files[path]);
  self.zhijiGiven?.(name); // to the progress that python-worker.mjs tells
  return new Response(content, { headers: { "Content-Type": TYPES[path.split(".").pop()] ?? "" } });
};

// What importModule() of python-worker.mjs calls in the place of import().
self.zhijiImport = async (address) => {
  const source = await (await self.fetch(address)).text();
  return import(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
};
