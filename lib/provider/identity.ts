/** Which provider this is. The path of the executable says it: no line of code knows the version, and none whose place it takes. */

export interface Identity {
  readonly version: string;
  /** The provider by whose name terraform installed it: `aptible/aptible 0.10.9900+cdktf-aptible.0.1.0`. */
  readonly inPlaceOf: string | undefined;
}

/** Gives nothing for a path that is not that of the packaged executable. */
export function identityOf(path: string): Identity | undefined {
  const [, placed = '', version] = /^(.*)terraform-provider-aptible_v(.+)\.cjs$/.exec(path.replaceAll('\\', '/')) ?? [];
  if (version === undefined) return undefined;
  const [, name, as] = /([^/]+\/[^/]+)\/([^/]+\+cdktf-aptible\.[^/]+)\/[^/]+\/$/.exec(placed) ?? [];
  return { version, inPlaceOf: name === undefined ? undefined : `${name} ${as}` };
}

/** Names the provider to the platform. */
export function userAgent(identity: Identity | undefined, terraformVersion: string): string {
  const comments = [
    ...(identity?.inPlaceOf ? [`in place of ${identity.inPlaceOf}`] : []),
    `terraform ${terraformVersion}`,
  ];
  return `${['cdktf-aptible', identity?.version].filter(Boolean).join('/')} (${comments.join('; ')})`;
}
