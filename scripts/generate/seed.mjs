// The JSON of seeds, faults and timings: docs/local-platform/seed.md.

/** @param forms `seedForm` of lib/cli/seed-form, and zod's `globalRegistry`, which has the words of its keys and the forms of a fault. */
export function seedReference({ seedForm, globalRegistry }) {
  const seed = seedForm(undefined);
  const keys = (form, indent = '') =>
    Object.entries(form._zod.def.shape).flatMap(([name, value]) => {
      const { inner, isRequired } = unwrapped(value);
      const says = globalRegistry.get(value)?.description;
      const line = `${indent}- \`${name}\`${isRequired ? ' (required)' : ''}${says === undefined ? '' : `: ${says}`}`;
      return [line, ...(inner._zod.def.shape === undefined ? [] : keys(inner, `${indent}  `))];
    });
  const { forms } = globalRegistry.get(unwrapped(seed._zod.def.shape.faults).inner);
  const sections = {
    'The seed': keys(seed),
    Faults: [
      'What is wrong with the next operation or request. The same is the body of `POST /_local/faults`, and what `control.failNext` takes.',
      ...Object.entries(forms).flatMap(([what, form]) => ['', `### ${what}`, '', ...keys(form)]),
    ],
    Timing: [
      'How long operations take. The same is the value of `timing` in the body of `PUT /_local/timing`, and what `control.setTiming` takes.',
      '',
      '- `"instant"`: no time.',
      '- `{"durationMs": 3000}`: that time.',
      '- `{"polls": 2}`: until so many answers have shown the operation.',
      '- `{"deploy": {"durationMs": 3000}, "default": "instant"}`: one of these for each type of operation. `default` is for those that are not named; without it they take no time.',
    ],
  };
  return {
    'seed.md': `${[
      '<!-- Written by `npm run generate` from lib/cli/seed-form.ts and lib/emulator/fault-forms.ts. Do not edit. -->',
      '',
      '# The JSON of seeds, faults and timings',
      '',
      'See [the local platform](../local-platform.md#seed) for an example. All keys may be left out but those that are required. Unknown ones are refused.',
      ...Object.entries(sections).flatMap(([title, lines]) => ['', `## ${title}`, '', ...lines]),
    ].join('\n')}\n`,
  };
}

/** The form below the marks for what may be left out and for lists. */
function unwrapped(form) {
  const { type, innerType, element } = form._zod.def;
  if (type === 'optional' || type === 'default') return { inner: unwrapped(innerType).inner, isRequired: false };
  return { inner: type === 'array' ? unwrapped(element).inner : form, isRequired: true };
}
