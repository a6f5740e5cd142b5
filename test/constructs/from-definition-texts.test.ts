import fc from 'fast-check';
import { defineEnvironment, Environment } from '../../lib';
import { runs } from '../support/runs';
import { synthesize } from './support';

/** Texts with many of the signs that mean something to a definition, to cdktf or to Terraform. */
const texts = fc
  .array(
    fc.oneof(
      fc.constantFrom('$', '%', '{', '}', '"', '\\', '#', '[', ']', '~', '${', '%{', '$${', '\n', 'é', '\u2028'),
      fc.constantFrom(
        '${env.X}',
        '${TfToken[TOKEN.0]}',
        '#{TfToken[TOKEN.0]}',
        '${aptible_app.web.id}',
        '%{ if true }',
      ),
      fc.string({ maxLength: 4, unit: 'grapheme' }),
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.join(''));

/** The text as a definition writes it. */
const inDefinition = (text: string) => text.replaceAll('${', () => '$${');

/** A template of Terraform as Terraform reads it, with each reference as ‹reference›. */
function asTerraform(template: string): string {
  let read = '';
  let rest = template;
  while (rest !== '') {
    const [, escape, sign, reference] = /^(?:([$%])\1\{|\$\{"([$#&]+)"\}|\$\{([^}"]*)\})?/.exec(rest)!;
    if (escape !== undefined) [read, rest] = [`${read}${escape}{`, rest.slice(3)];
    else if (sign !== undefined) [read, rest] = [read + sign, rest.slice(sign.length + 5)];
    else if (reference !== undefined) [read, rest] = [`${read}‹${reference}›`, rest.slice(reference.length + 3)];
    else if (/^[$%]\{/.test(rest)) throw new Error(`Terraform would read ${rest}`);
    else [read, rest] = [read + rest[0], rest.slice(1)];
  }
  return read;
}

interface Synthesized {
  readonly resource: { readonly aptible_app: Record<string, { readonly config: Record<string, string> }> };
}

function valuesOf(values: Readonly<Record<string, string>>): Record<string, string> {
  const { resource } = synthesize((stack) => {
    Environment.fromDefinition(
      stack,
      'environment',
      defineEnvironment({
        version: 1,
        environment: { handle: 'acme', stack: 'shared-us-east-1' },
        apps: { web: { image: 'quay.io/acme/web', config: values } },
      }),
    );
  }) as Record<string, unknown> & Synthesized;
  return Object.values(resource.aptible_app)[0]!.config;
}

test('every text arrives in Terraform as it is meant', () => {
  fc.assert(
    fc.property(fc.array(texts, { minLength: 1, maxLength: 30 }), (meant) => {
      const written = meant.map((text, index) => [`TEXT_${index}`, `-${inDefinition(text)}`] as const);
      const values = valuesOf(Object.fromEntries(written));
      expect(written.map(([name]) => asTerraform(values[name]!))).toEqual(meant.map((text) => `-${text}`));
    }),
    { numRuns: runs(15) },
  );
});

test('what an environment variable has is a literal, beside whatever stands there, and a reference stays one', () => {
  fc.assert(
    fc.property(texts, texts, texts, (before, value, after) => {
      // A `$` just before a reference would escape it in the definition.
      const literal = inDefinition(before).replace(/\$+$/, '');
      process.env['DEFINITION_TEXT'] = value.replaceAll('\0', '') || 'x';
      const found = valuesOf({
        LITERAL: `-${literal}\${env.DEFINITION_TEXT}${inDefinition(after)}`,
        REFERENCE: `\${env.DEFINITION_TEXT}\${var.REGION}${inDefinition(after)}`,
      });
      const set = process.env['DEFINITION_TEXT'];
      expect(asTerraform(found['LITERAL']!)).toBe(`-${before.replace(/\$+$/, '')}${set}${after}`);
      expect(asTerraform(found['REFERENCE']!)).toBe(`${set}‹var.REGION›${after}`);
    }),
    { numRuns: runs(20) },
  );
  delete process.env['DEFINITION_TEXT'];
});

test('the stack of the environment may be a reference', () => {
  const { data } = synthesize((stack) => {
    const environment = { handle: 'acme', stack: '${env.NO_SUCH_STACK:-shared-us-east-1}' };
    Environment.fromDefinition(stack, 'environment', defineEnvironment({ version: 1, environment }));
  }) as { data: { aptible_stack: Record<string, { name: string }> } };
  expect(Object.values(data.aptible_stack)).toEqual([{ name: 'shared-us-east-1' }]);
});
