/** The name of an attribute as props and definitions have it: `diskSize` for `disk_size`. */
export function camelCase(name: string): string {
  return name.replace(/_(\w)/g, (_match, letter: string) => letter.toUpperCase());
}
