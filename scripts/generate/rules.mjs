// The rules over several fields of a block, each as a sentence.

export function ruleWords(rule) {
  const words = sentences[rule.kind];
  if (words === undefined) throw new Error(`A rule of the kind ${rule.kind} has no words for the reference pages.`);
  return `${capitalized(words(rule))}: ${rule.why}.`;
}

const sentences = {
  together: ({ fields }) => `${list(fields, 'and')} are set together or not at all`,
  conflicting: ({ fields }) => `at most one of ${list(fields, 'and')} is set`,
  exactlyOne: ({ fields }) => `exactly one of ${list(fields, 'and')} is set`,
  when: ({ field, is, unless, needs = [], needsOneOf, forbids = [], limits = {} }) => {
    const exception = unless ? ` (and ${code(unless.field)} not ${list(unless.is, 'or')})` : '';
    const consequences = [
      ...(needs.length > 0 ? [`${list(needs, 'and')} ${needs.length > 1 ? 'are' : 'is'} needed`] : []),
      ...(needsOneOf ? [`${list(needsOneOf, 'or')} is needed`] : []),
      ...(forbids.length > 0 ? [`${list(forbids, 'and')} cannot be set`] : []),
      ...Object.entries(limits).map(([name, limit]) => `${code(name)} is ${limitWords(limit)}`),
    ];
    return `with ${code(field)}${is && !isTrue(is) ? ` ${list(is, 'or')}` : ''}${exception}, ${consequences.join(', and ')}`;
  },
  ordered: ({ low, high }) => `${code(low)} is at most ${code(high)}`,
  proportional: ({ field, upTo, each, per }) =>
    `${code(field)} is at most ${upTo}, or ${each} for each one of ${code(per)}`,
  distinctKeys: ({ fields }) => `no key is in two of ${list(fields, 'and')}`,
  unique: ({ block, by }) => `no two blocks ${code(block)} have the same ${code(by)}`,
};

function limitWords({ oneOf, pattern }) {
  return [oneOf && list(oneOf, 'or'), pattern?.words].filter(Boolean).join(', ');
}

/** A flag that is set needs no value to be read. */
function isTrue(values) {
  return values.length === 1 && values[0] === true;
}

function code(value) {
  return `\`${value}\``;
}

function list(values, word) {
  const all = values.map(code);
  return all.length < 2 ? all.join() : `${all.slice(0, -1).join(', ')} ${word} ${all.at(-1)}`;
}

function capitalized(text) {
  return text[0].toUpperCase() + text.slice(1);
}
