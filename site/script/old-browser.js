// For browsers in which the calculators cannot run and cannot say so themselves: their scripts are modules, written in a
// language that such a browser does not read. This one is no module and is written in the language of 2009. It shows a
// sentence before the calculator of the page; everything else can be read as it is.

(function () {
  var note = document.getElementById("zj-old");
  var place = document.getElementById("zj-app") || document.getElementById("zj-quick");
  if (!note || !place) return;
  // Modules, and what came to the browsers shortly before the versions that are asked for. A browser that has all this
  // and still cannot run Python finds out when it tries, and says so then.
  var modules = "noModule" in document.createElement("script");
  if (modules && window.structuredClone && Array.prototype.findLast) return;
  place.parentNode.insertBefore(note, place);
  note.removeAttribute("hidden");
})();
