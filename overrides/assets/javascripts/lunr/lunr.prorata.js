// Search that finds words whatever their accents and endings: « etape » finds « étapes ». Material's search worker
// loads this through min/lunr.prorata-<language>.min.js, which the search index names (hooks/search.py).

/** Registers lunr[name], on the stemmer and stop words of one of lunr's languages. */
self.registerProrataSearch = function (name, base) {
  const fold = (text) =>
    text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/œ/g, "oe").replace(/æ/g, "ae");
  const root = (word) => fold(base.stemmer(new lunr.Token(word.toLowerCase(), {})).toString());

  // A word is indexed as it stands and by its root, both without accents.
  const forms = (token) => {
    const [word, short] = [fold(token.toString()), root(token.toString())];
    return word === short ? token.update(() => word) : [token.clone(() => word), token.clone(() => short)];
  };
  lunr.Pipeline.registerFunction(forms, `${name}-forms`);

  lunr[name] = function () {
    this.pipeline.reset();
    this.searchPipeline.reset(); // what is asked is folded below
    this.pipeline.add(base.stopWordFilter, forms);
  };
  // Material takes these out of the pipeline by their names.
  Object.assign(lunr[name], { trimmer: base.trimmer, stopWordFilter: base.stopWordFilter, stemmer: base.stemmer });

  // Everything that is asked is read here, by lunr and by Material, which compares it with what was found.
  const Parser = lunr.QueryParser;
  lunr.QueryParser = function (asked, query) {
    return new Parser(withoutLetters(fold(asked)), query);
  };
  Object.assign(lunr.QueryParser, Parser);

  // Material asks for « étapes* »: words that start so. The root is one more chance.
  const search = lunr.Index.prototype.search;
  lunr.Index.prototype.search = function (asked) {
    return search.call(this, asked.split(/\s+/).filter(Boolean).flatMap(withRoot).join(" "));
  };

  // Material splits « l’achat » into « l* achat* »: every word in l would be found.
  function withoutLetters(asked) {
    const terms = asked.split(/\s+/).filter(Boolean);
    const words = terms.filter((term) => !/^[+-]?.\*?$/.test(term));
    return (words.length ? words : terms).join(" ");
  }

  function withRoot(term) {
    const word = /^([^\s:^~*+-]+)\*$/.exec(term)?.[1];
    return word && root(word) !== fold(word) ? [term, root(word)] : [term];
  }
};
