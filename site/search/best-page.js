// Which page a name means: the search asks this before it counts words.
//
// The theme's search weighs how often a word occurs, and cuts Chinese into words that a short form such as 四主 is not
// among. So every name that has a page of its own stands beside that page in the index (`names`, written by
// generator/search.py), and whoever types exactly that name gets that page first; what the theme found comes after it.
//
// The build puts this in front of the theme's own worker. Its messages: {type: 0, data: {docs}} at the start,
// {type: 2, data: query} for a question, {type: 3, data: {items: [[page, …sections], …]}} for the answer, in their order.
(function () {
  var SETUP = 0;
  var QUERY = 2;
  var RESULT = 3;
  var pages = {}; // a name without what does not matter -> what stands in the index of its page, or of a part of it
  var docs = {};
  var asked = [];
  var post = self.postMessage.bind(self);

  self.addEventListener("message", function (event) {
    if (event.data.type === SETUP) event.data.data.docs.forEach(enter);
    if (event.data.type === QUERY) asked.push(event.data.data);
  });
  self.postMessage = function (message) {
    post(message.type === RESULT ? answer(message, pages[plain(asked.shift() || "")]) : message);
  };

  function enter(doc) {
    docs[doc.location] = doc;
    (doc.names || []).forEach(function (name) {
      pages[plain(name)] = doc;
    });
  }

  function answer(message, best) {
    message.data.items.forEach(function (group) {
      group.forEach(tidy);
    });
    if (!best) return message;
    var location = best.location.split("#")[0];
    var others = message.data.items.filter(function (group) {
      return !at(group, location);
    });
    var own = message.data.items.filter(function (group) {
      return at(group, location);
    })[0];
    var first = [own ? page(own) : hit(docs[location], 1)];
    if (best.location !== location) first = [hit(best, 1), hit(docs[location], 0)]; // the part is shown, not the page
    return { type: RESULT, data: Object.assign({}, message.data, { items: [first].concat(others) }) };
  }

  // The theme looks for a word and, with a star, for what begins with it; of a word that is there, the one with the star is
  // called missing where nothing longer begins so.
  function tidy(one) {
    Object.keys(one.terms).forEach(function (term) {
      if (/\*$/.test(term) && !one.terms[term] && has(one, term.slice(0, -1))) delete one.terms[term];
    });
  }

  function has(one, word) {
    return plain(one.title + one.text).replace(/\u200b/g, "").indexOf(plain(word)) >= 0;
  }

  function page(group) {
    return group.filter(function (one) {
      return one.location.indexOf("#") < 0;
    })[0];
  }

  function at(group, location) {
    return group[0].location.split("#")[0] === location;
  }

  function hit(doc, score) {
    return Object.assign({}, doc, { score: score, terms: {} });
  }

  function plain(name) {
    return name.normalize("NFKC").toLowerCase().replace(/\s+/g, "");
  }
})();
