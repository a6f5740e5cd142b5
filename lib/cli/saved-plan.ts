/** Reads in a plan file of Terraform, a ZIP archive, which configuration it was made from. */
import { readFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';

/** @throws Error when a saved plan is of another configuration than that of the directory. */
export function requirePlanOf(file: string, configuration: string): void {
  if (configurationIn(file).equals(readFileSync(configuration))) return;
  throw new Error(
    `The plan ${file} was made from another definition than this one, or with other values of --set, --name or the environment variables in it. ` +
      'Nothing was changed. Deploy it with what it was made from, or make a new plan.',
  );
}

interface Configuration {
  readonly '//'?: { readonly metadata?: { readonly stackName?: string } };
  readonly resource?: { readonly aptible_environment?: Readonly<Record<string, { readonly handle?: unknown }>> };
}

/** @returns the handle of the environment when a saved plan is that of a definition, whose file gives the stack its name. */
export function environmentOf(plan: Buffer): string | undefined {
  const content = entryOf(plan, configurationName);
  if (content === undefined) return undefined;
  const { '//': comment, resource } = JSON.parse(content.toString('utf8')) as Configuration;
  const [environment, ...others] = Object.values(resource?.aptible_environment ?? {});
  const isDefinition = /\.(ya?ml|json)(\.|$)/.test(comment?.metadata?.stackName ?? '');
  const handle = isDefinition && others.length === 0 ? environment?.handle : undefined;
  return typeof handle === 'string' && !handle.includes('${') ? handle : undefined;
}

const configurationName = 'tfconfig/m-/cdk.tf.json';

function configurationIn(file: string): Buffer {
  const content = contentOf(file);
  const found = entryOf(content, configurationName);
  if (found !== undefined) return found;
  throw new Error(
    `${file} is not a plan of a definition. Make one with "cdktf-aptible plan aptible.yaml --out ${file}".`,
  );
}

function contentOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    const reason =
      (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : (error as Error).message;
    throw new Error(`The plan ${file} cannot be read: ${reason}. Make one with --out ${file} of the command plan.`);
  }
}

/** The content of a file in a ZIP archive, by the archive's directory at its end. */
function entryOf(archive: Buffer, name: string): Buffer | undefined {
  const end = archive.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  if (end < 0 || end + 22 > archive.length) return undefined;
  const count = archive.readUInt16LE(end + 10);
  let at = archive.readUInt32LE(end + 16);
  for (let index = 0; index < count && at + 46 <= archive.length; index++) {
    const nameLength = archive.readUInt16LE(at + 28);
    const nameEnd = at + 46 + nameLength;
    if (archive.toString('utf8', at + 46, nameEnd) === name) {
      const isDeflated = archive.readUInt16LE(at + 10) === 8;
      const size = archive.readUInt32LE(at + 20);
      const local = archive.readUInt32LE(at + 42);
      const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
      const content = archive.subarray(start, start + size);
      return isDeflated ? inflateRawSync(content) : content;
    }
    at = nameEnd + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  return undefined;
}
