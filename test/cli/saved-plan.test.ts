import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environmentOf, requirePlanOf } from '../../lib/cli/saved-plan';

/** What terraform 1.11.4 has made from `{"output":{"a":{"value":1}}}`. */
const plan = join(__dirname, '../fixtures/plans/definition.tfplan');

let directory: string;
beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'saved-plan-'))));
afterEach(() => rmSync(directory, { recursive: true }));

function written(name: string, content: string | Buffer): string {
  const file = join(directory, name);
  writeFileSync(file, content);
  return file;
}

test('a saved plan is taken for the configuration that it was made from, and refused for another one', () => {
  expect(() => requirePlanOf(plan, written('cdk.tf.json', '{"output":{"a":{"value":1}}}'))).not.toThrow();
  expect(() => requirePlanOf(plan, written('cdk.tf.json', '{"output":{"a":{"value":2}}}'))).toThrow(
    `The plan ${plan} was made from another definition than this one, or with other values of --set, --name or the environment variables in it. ` +
      'Nothing was changed. Deploy it with what it was made from, or make a new plan.',
  );
});

test('what is no plan of a definition is said to be none', () => {
  const configuration = written('cdk.tf.json', '{}');
  const content = readFileSync(plan);
  const ofHcl = Buffer.from(content.toString('latin1').replaceAll('m-/cdk.tf.json', 'm-/main.tf.jso'), 'latin1');
  for (const other of [ofHcl, content.subarray(0, -30), Buffer.from('PK\u0005\u0006 half'), Buffer.alloc(0)]) {
    const file = written('other', other);
    expect(() => requirePlanOf(file, configuration)).toThrow(
      `${file} is not a plan of a definition. Make one with "cdktf-aptible plan aptible.yaml --out ${file}".`,
    );
  }
  expect(() => requirePlanOf(join(directory, 'none'), configuration)).toThrow(
    /^The plan .*none cannot be read: there is no such file\. Make one with --out .*none of the command plan\.$/,
  );
});

test.each([
  ['aptible.yaml', 'acme', 'acme'],
  ['aptible.json.pr-123', 'acme-pr-123', 'acme-pr-123'],
  ['program', 'acme', undefined],
  ['aptible.yaml', '${var.HANDLE}', undefined],
])('a saved plan of the stack %s with the environment %s is that of the environment %s', (stackName, handle, found) => {
  const configuration = {
    '//': { metadata: { stackName } },
    resource: { aptible_environment: { environment: { handle } } },
  };
  expect(environmentOf(archive('tfconfig/m-/cdk.tf.json', JSON.stringify(configuration)))).toBe(found);
  expect(environmentOf(archive('tfconfig/m-/main.tf', ''))).toBe(undefined);
});

/** A ZIP archive with one file that is not compressed, as far as it is read. */
function archive(name: string, text: string): Buffer {
  const content = Buffer.from(text);
  const local = Buffer.alloc(30);
  local.writeUInt16LE(name.length, 26);
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(content.length, 20);
  entry.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(local.length + name.length + content.length, 16);
  return Buffer.concat([local, Buffer.from(name), content, entry, Buffer.from(name), end]);
}
