/** The images of databases: each is a version of an engine. */
import type { DatabaseImage } from '../api';
import { DiagnosticError } from '../plugin/diagnostics';
import type { Call } from './call';
import { listCandidates } from './import-id';

/** @returns the image of a version, or what to say when there is none. `attribute`: where the configuration has the version. */
export async function imageOf(
  type: string,
  version: string,
  attribute: 'version' | 'logical_version',
  { reader, signal }: Pick<Call, 'reader' | 'signal'>,
): Promise<DatabaseImage | DiagnosticError> {
  const images = await reader.list('database_images', { signal });
  const ofType = images.filter((image) => image.type === type);
  const found = ofType.find((image) => image.version === version);
  if (found !== undefined) return found;
  const offered = ofType.filter(({ visible }) => visible !== false);
  const candidates = (offered.length > 0 ? offered : ofType).map((image) => image.version);
  const types = [...new Set(images.map((image) => image.type))].sort();
  const wayOut = attribute === 'version' ? ` Leave version out to get the default one${defaultVersion(ofType)}.` : '';
  return new DiagnosticError(
    `There is no ${type} of version "${version}"`,
    ofType.length === 0
      ? `The platform has no database of type "${type}". It has: ${types.join(', ')}.`
      : `Of the versions of ${type}, there ${listCandidates(candidates, version)}.${wayOut}`,
    [attribute],
  );
}

function defaultVersion(images: readonly DatabaseImage[]): string {
  const image = images.find((each) => each.default);
  return image === undefined ? '' : ` (${image.version})`;
}
