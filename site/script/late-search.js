// The words of the whole site, which the search looks in, weigh more than a megabyte, and the theme asks for them on
// every page at once. This holds that one request back until somebody goes to the search, by pointer, key or touch.
//
// It comes before the theme's script and steps aside as soon as it has seen the request. If a later theme asks in another
// way, nothing is held back, and the search works as the theme has it.
(function () {
  var INDEX = /\/search\/search_index\.json$/;
  var prototype = XMLHttpRequest.prototype;
  var own = { open: prototype.open, send: prototype.send };
  var wanted = /[?&][qh]=/.test(location.search); // an address with words to look for or to mark
  var request = null;
  var held = false;

  if (wanted) return;
  prototype.open = function (method, address) {
    if (INDEX.test(String(address).split(/[?#]/)[0])) request = this;
    return own.open.apply(this, arguments);
  };
  prototype.send = function () {
    if (this !== request) return own.send.apply(this, arguments);
    prototype.open = own.open;
    prototype.send = own.send;
    held = !wanted;
    return wanted ? own.send.apply(this, arguments) : undefined;
  };
  ["focusin", "pointerover", "touchstart"].forEach(function (event) {
    document.addEventListener(event, look, { capture: true, passive: true });
  });

  function look(event) {
    if (!event.target.closest || !event.target.closest(".md-search, [for=__search]")) return;
    ["focusin", "pointerover", "touchstart"].forEach(function (one) {
      document.removeEventListener(one, look, { capture: true });
    });
    wanted = true;
    if (held && request.readyState === 1) own.send.call(request);
  }
})();
