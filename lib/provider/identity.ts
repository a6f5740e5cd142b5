/** Which provider this is. The path of the executable says it: no line of code knows the version, and none whose place it takes. */

export interface Identity {
  readonly version: string;
  /** The provider by whose name terraform installed it: `aptible/aptible 0.10.9900+cdktf-aptible.0.1.0`. */
  readonly inPlaceOf: string | undefined;
}

/**
 * Gives nothing for a path that is not that of a packaged executable. Where Node lies beside it, only the folder says the version.
 */
export function identityOf(path: string): Identity | undefined {
  const [, name, folder, file] =
    /(?:([^/]+\/[^/]+)\/(\d+\.[^/]+)\/[^/]+\/)?(?:terraform-provider-aptible_v([^/]+)\.(?:cjs|exe)|provider\.cjs)$/.exec(
      path.replaceAll('\\', '/'),
    ) ?? [];
  const version = file ?? folder?.split(inPlace).at(-1);
  if (version === undefined) return undefined;
  return { version, inPlaceOf: folder?.includes(inPlace) ? `${name} ${folder}` : undefined };
}

/** What stands before our version in one that the provider has in place of another one. */
const inPlace = '+cdktf-aptible.';

/** Names the provider to the platform. */
export function userAgent(identity: Identity | undefined, terraformVersion: string): string {
  const comments = [
    ...(identity?.inPlaceOf ? [`in place of ${identity.inPlaceOf}`] : []),
    `terraform ${terraformVersion}`,
  ];
  return `${['cdktf-aptible', identity?.version].filter(Boolean).join('/')} (${comments.join('; ')})`;
}
