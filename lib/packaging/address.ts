/** Gives the source with host and namespace, as lock files name it. */
export function fullAddress(source: string): string {
  const parts = source.toLowerCase().split('/');
  return ['registry.terraform.io', 'hashicorp']
    .slice(0, 3 - parts.length)
    .concat(parts)
    .join('/');
}
