/** Reads what is deployed from what `terraform state pull` prints. */

interface Deployed {
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** @throws Error when that is nothing: Terraform itself finds no output and no change in a state that is not there. */
export function deployed(pulled: string, directory: string): Deployed {
  const { resources = [], outputs = {} } = JSON.parse(pulled.trim() || '{}') as Partial<Deployed> & {
    readonly resources?: readonly unknown[];
  };
  if (resources.length > 0 || Object.keys(outputs).length > 0) return { outputs };
  throw new Error(
    `There is no state of what is deployed from ${directory}: it is not deployed yet, or was destroyed, or this is the wrong file or directory`,
  );
}
