/** Plans what was exported with the real terraform: it takes over everything, and changes nothing. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Signals } from '../signals';
import { Terraform } from '../terraform';
import type { Secret } from './secrets';

export interface Checked {
  /** How many things are taken over. */
  readonly imported: number;
  /** How many values Terraform only marks as sensitive: it calls that an update. */
  readonly marked: number;
  /** What is not taken over as it is, by address, in words. Empty when all is well. */
  readonly changes: readonly string[];
}

interface PlanJson {
  readonly resource_changes?: readonly {
    readonly address: string;
    readonly mode: string;
    readonly type: string;
    readonly change: {
      readonly actions: readonly string[];
      readonly before: Readonly<Record<string, unknown>> | null;
      readonly after: Readonly<Record<string, unknown>> | null;
      readonly after_unknown?: Readonly<Record<string, unknown>>;
      readonly importing?: object;
    };
  }[];
}

/** Stands in for private keys, which nobody can read from the platform: a value that is not known yet. */
const standIn = 'terraform_data.private_key_of_the_check';

/**
 * @param directory a configuration that nothing else uses, with the provider beside it. What terraform writes there holds secrets.
 * @param certificates the names of its certificates
 */
export async function check(
  directory: string,
  secrets: readonly Secret[],
  certificates: readonly string[],
  signals: Signals,
): Promise<Checked> {
  // A stack names a state in the working directory, which may be there since an earlier export was applied.
  const override: Record<string, object> = { terraform: { backend: { local: { path: 'check.tfstate' } } } };
  if (certificates.length > 0) {
    writeFileSync(
      join(directory, 'check.tf.json'),
      JSON.stringify({ resource: { terraform_data: { private_key_of_the_check: {} } } }),
    );
    const keys = certificates.map((name) => [name, { private_key_wo: `\${${standIn}.id}` }] as const);
    override['resource'] = { aptible_certificate: Object.fromEntries(keys) };
  }
  writeFileSync(join(directory, 'check_override.tf.json'), JSON.stringify(override));
  // They are given to this process alone, and are in no file that stays.
  const variables = secrets.map(({ name, value }): [string, string] => [`TF_VAR_${name}`, value ?? 'not known']);
  const terraform = new Terraform(directory, Object.fromEntries(variables));
  await terraform.runUnder(signals, 'init', '-input=false', '-no-color');
  await terraform.runUnder(signals, 'plan', '-input=false', '-no-color', '-lock=false', '-out=plan');
  return checkedIn(JSON.parse(await terraform.runUnder(signals, 'show', '-json', 'plan')) as PlanJson);
}

function checkedIn({ resource_changes: all = [] }: PlanJson): Checked {
  const ours = all.filter(({ mode, address }) => mode === 'managed' && address !== standIn);
  const imported = ours.filter(({ change }) => change.importing !== undefined);
  const updates = imported.filter(({ change }) => change.actions.join() !== 'no-op');
  const marked = updates.filter(({ change }) => change.actions.join() === 'update' && changedIn(change).length === 0);
  const changes = [
    ...ours
      .filter(({ change }) => change.importing === undefined && change.actions.join() !== 'no-op')
      .map(({ address, change }) => `${address}: ${change.actions.join(', ')}`),
    ...updates
      .filter((each) => !marked.includes(each))
      .map(({ address, change }) => `${address}: ${change.actions.join(', ')} (${changedIn(change).join(', ')})`),
  ];
  return { imported: imported.length, marked: marked.length, changes };
}

/** The names of the attributes that change. */
function changedIn({
  before,
  after,
  after_unknown: unknown,
}: NonNullable<PlanJson['resource_changes']>[number]['change']) {
  const names = new Set([...Object.keys(after ?? {}), ...Object.keys(unknown ?? {})]);
  return [...names].filter(
    (name) =>
      JSON.stringify(unknown?.[name] ?? false).includes('true') ||
      JSON.stringify(before?.[name] ?? null) !== JSON.stringify(after?.[name] ?? null),
  );
}
