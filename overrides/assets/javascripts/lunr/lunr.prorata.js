// Search that finds words whatever their accents and endings: « etape » finds « étapes ». Material's search worker
// loads this through min/lunr.prorata-<language>.min.js, which the search index names (hooks/search.py).

/**
 * Registers lunr[name], on the stemmer and stop words of one of lunr's languages.
 * `synonyms` are pairs of what people type and what pages say instead; hooks/search.py writes them into the index's
 * own file, from the glossary, the labels of screens and docs/search.toml.
 */
self.registerProrataSearch = function (name, base, synonyms) {
  const fold = (text) =>
    text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/œ/g, "oe").replace(/æ/g, "ae");
  const root = (word) => fold(base.stemmer(new lunr.Token(word.toLowerCase(), {})).toString());

  const HEADING = 8; // times a word in a sentence
  const bare = (term) => term.replace(/^[+-]|\*$/g, "");
  const isStop = (word) => !base.stopWordFilter(new lunr.Token(word, {}));
  const parts = (text) => fold(text).split(/[^\p{L}\p{N}]+/u).filter((part) => part.length > 1 && !isStop(part));
  const pairs = synonyms.map(([typed, said]) => [parts(typed).map(root), parts(said)]);

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

  // A heading weighs more than a sentence, but not a thousand times: what holds every word asked comes first.
  const field = lunr.Builder.prototype.field;
  lunr.Builder.prototype.field = function (of, attributes) {
    return field.call(this, of, { ...attributes, boost: Math.min(attributes?.boost ?? 1, HEADING) });
  };

  // Material asks for « étapes* »: words that start so. The word itself is worth more, and its root is one more chance.
  const search = lunr.Index.prototype.search;
  lunr.Index.prototype.search = function (asked) {
    const terms = meaning(asked.split(/\s+/).filter(Boolean));
    return search.call(this, [...terms.flatMap(withRoot), ...instead(terms)].join(" "));
  };

  // Words that stand in every sentence would find every page: « du* » is also how « durée » starts.
  function meaning(terms) {
    const kept = terms.filter((term) => /[\p{L}\p{N}]/u.test(term) && !isStop(bare(term)));
    return kept.length ? kept : terms;
  }

  // What pages say for what is asked: « siège » finds « licence ».
  function instead(terms) {
    const roots = terms.map((term) => root(bare(term)));
    return pairs
      .filter(([typed]) => roots.some((_, start) => typed.every((part, index) => roots[start + index] === part)))
      .flatMap(([, said]) => said.flatMap((word) => [`${fold(word)}^2`, root(word)]));
  }

  // Material splits « l’achat » into « l* achat* »: every word in l would be found.
  function withoutLetters(asked) {
    const terms = asked.split(/\s+/).filter(Boolean);
    const words = terms.filter((term) => !/^[+-]?.\*?$/.test(term));
    return (words.length ? words : terms).join(" ");
  }

  function withRoot(term) {
    const word = /^([^\s:^~*+-]+)\*$/.exec(term)?.[1];
    if (!word) return [term];
    const exact = `${fold(word)}^4`;
    return root(word) === fold(word) ? [term, exact] : [term, exact, `${root(word)}^2`];
  }
};
