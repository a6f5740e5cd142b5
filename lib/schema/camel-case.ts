const known = new Map<string, string>();

/** The name of an attribute as props and definitions have it: `diskSize` for `disk_size`. */
export function camelCase(name: string): string {
  let converted = known.get(name);
  if (converted === undefined) {
    converted = name.replace(/_(\w)/g, (_match, letter: string) => letter.toUpperCase());
    known.set(name, converted);
  }
  return converted;
}
