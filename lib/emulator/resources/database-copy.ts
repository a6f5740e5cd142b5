/** Databases that begin with the data of another one: replicas, clones and restored backups. */
import { problemOf } from '../fields';
import { containerProblem, defaultDiskSizeGb, handle, iopsProblem } from '../limits';
import { OperationFailure, type OperationFields } from '../operations';
import type { Platform } from '../platform';
import type { Database } from './database';
import { newDatabase } from './database-record';
import { handleProblem } from './handle';
import { operationFields, type Operation } from './operation';

type Source = Pick<Database, 'type' | 'database_image_id' | 'current_kms_arn'>;

/** Makes another database like the source and queues its provision: when the operation succeeds, the copy is there, but not ready. */
export function copyDatabase(
  { type, database_image_id, current_kms_arn }: Source,
  operation: Operation,
  platform: Platform,
  fields: Partial<Database>,
): Database {
  const { store, operations } = platform;
  const [handle, account_id] = [operation.handle!, operation.destination_account_id ?? operation.account_id];
  const taken = store.list('database', { handle, account_id })[0];
  if (taken !== undefined) {
    // An operation that goes on after a crash may have got here before.
    const isOwn = (Object.keys(fields) as (keyof Database)[]).every((name) => taken[name] === fields[name]);
    if (!isOwn) throw new OperationFailure(`The handle ${handle} has been taken meanwhile.`);
    return taken;
  }
  const made = newDatabase(platform, {
    handle,
    type,
    current_kms_arn: operation.key_arn ?? current_kms_arn,
    account_id,
    database_image_id,
    ...fields,
  });
  const { container_size, disk_size, instance_profile, provisioned_iops } = operation;
  const raw = { type: 'provision', container_size, disk_size, instance_profile, provisioned_iops };
  operations.enqueue('database', made, operationFields(platform, 'database', made, raw));
  operations.proceed(made.id);
  return made;
}

/** Makes a copy and provisions it: clients of a clone or a restored backup wait for nothing more. */
export async function copyAndProvision(
  source: Source,
  operation: Operation,
  platform: Platform,
  fields: Partial<Database>,
  signal: AbortSignal,
): Promise<void> {
  await platform.operations.hurry(copyDatabase(source, operation, platform, fields).id, signal);
}

/** @returns What is wrong with the copy that an operation asks for, if anything. */
export function copyProblems(
  source: { readonly account_id: number; readonly size?: number },
  fields: OperationFields,
  platform: Platform,
): (string | undefined | false)[] {
  const sizeGb = fields.disk_size || (source.size ?? defaultDiskSizeGb);
  const accountId = fields.destination_account_id ?? source.account_id;
  if (fields.handle === null || fields.handle === '') return ["handle can't be blank"];
  return [
    problemOf('handle', handle, fields.handle),
    handleProblem(platform, 'database', fields.handle, { account_id: accountId }),
    fields.container_size !== null && containerProblem(fields.container_size, fields.instance_profile ?? 'm'),
    source.size !== undefined &&
      sizeGb < source.size &&
      `disk_size of ${sizeGb} GB is less than the ${source.size} GB of the backup`,
    fields.provisioned_iops !== null && iopsProblem(fields.provisioned_iops, sizeGb),
  ];
}
