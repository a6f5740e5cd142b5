/** Each example that has a definition beside its program: both are the same resources. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AptibleProvider, Environment } from '../../lib';
import { TerraformStack, Testing } from 'cdktf';
import { root, synthesizeExample } from '../acceptance/support/example';

type Attributes = Readonly<Record<string, unknown>>;

/** What a program says that a definition has no words for, by kind and type. */
const programOnly: Readonly<Record<string, readonly string[]>> = {
  'existing-environment': [
    'resource.aptible_backup_retention_policy',
    'data.aptible_environment',
    'data.aptible_database',
    'data.aptible_maintenances',
  ],
};

const examples = readdirSync(join(root, 'examples')).filter((name) =>
  existsSync(join(root, 'examples', name, 'main.ts')),
);

/** The resources with what they have in the place of their addresses: type and handle, or all else that they are. */
function resourcesOf(json: string, left: readonly string[]): string[] {
  const stack = JSON.parse(json) as Readonly<
    Record<string, Readonly<Record<string, Readonly<Record<string, Attributes>>>>>
  >;
  const blocks = ['resource', 'data', 'ephemeral'].flatMap((kind) =>
    Object.entries(stack[kind] ?? {}).flatMap(([type, all]) =>
      Object.entries(all).map(([id, { '//': _metadata, ...attributes }]) => ({
        type: `${kind}.${type}`,
        address: `${kind === 'resource' ? '' : `${kind}.`}${type}.${id}`,
        label: `${kind}.${type}.${JSON.stringify(attributes['handle'] ?? attributes['name'])}`,
        text: JSON.stringify(attributes, (_key, value: unknown) => sorted(value)),
      })),
    ),
  );
  const named = (text: string) =>
    blocks.reduce(
      (before, { address, label }) =>
        before.replace(new RegExp(`(?<![\\w.])${address.replaceAll('.', '\\.')}(?![\\w-])`, 'g'), `<${label}>`),
      text,
    );
  return blocks
    .filter(({ type }) => !left.includes(type))
    .map(({ label, text }) => `${label} ${named(text)}`)
    .sort();
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => a.localeCompare(b)));
}

function synthesizeDefinition(name: string, storeCredentials: boolean): string {
  const stack = new TerraformStack(Testing.app(), 'stack');
  new AptibleProvider(stack, 'aptible', { storeCredentials });
  Environment.fromDefinition(stack, 'environment', join(root, 'examples', name, 'aptible.yaml'));
  return Testing.synth(stack, true);
}

test('each example for cdktf has a definition', () => {
  expect(examples).toEqual([
    'existing-environment',
    'first-environment',
    'least-privilege',
    'microservices',
    'web-app-with-database',
  ]);
});

test.each(examples)('%s is the same resources as a program and as a definition', async (name) => {
  const directory = mkdtempSync(join(tmpdir(), 'twins-'));
  try {
    const program = readFileSync(join(await synthesizeExample(name, directory), 'cdk.tf.json'), 'utf8');
    const storesCredentials = !/"store_credentials": false/.test(program);
    const left = programOnly[name] ?? [];
    const expected = resourcesOf(program, left);
    expect(expected.length).toBeGreaterThan(3);
    expect(resourcesOf(synthesizeDefinition(name, storesCredentials), left)).toEqual(expected);
    const all = resourcesOf(program, []);
    for (const type of left) expect(all).toContainEqual(expect.stringMatching(`^${type}\\.`));
  } finally {
    rmSync(directory, { recursive: true });
  }
});
