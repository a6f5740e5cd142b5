import type { X509Certificate } from 'node:crypto';
import { ApiError, type Certificate, certificateShape, requiredId, type Vhost, vhostShape } from '../../api';
import { DiagnosticError } from '../../plugin/diagnostics';
import { type Unknown, unknown } from '../../plugin/values';
import { type Draft, type Given, resources, type State } from '../../schema';
import type { Call } from '../call';
import { checkBundle, sameBundle, warnOfExpiry } from '../certificate-checks';
import { findForImport } from '../import-id';
import { claim } from '../claims';
import { createRecord, importBlock } from '../new-record';
import { deleteRecord, runOperation } from '../records';
import { type Found, type Planned, resource } from '../resource';
import { reading, type Work } from '../work';

const definition = resources.aptible_certificate;

type Definition = typeof definition;

interface Private {
  /** The certificate that was uploaded to take the place of this one, but has not yet. */
  readonly successor?: { readonly id: number; readonly fingerprint: string };
}

export const certificate = resource<Definition, Private>(definition, {
  validate(config, diagnostics) {
    checkBundle(config, diagnostics);
  },

  plan({ prior, planned }) {
    if (prior === null) return;
    const { certificate_body } = planned;
    if (typeof certificate_body === 'string' && sameBundle(prior.certificate_body, certificate_body)) {
      planned.certificate_body = prior.certificate_body;
      const unchanged = Object.entries(prior).filter(([name]) => namesOfTheBundle.has(name));
      Object.assign(planned, Object.fromEntries(unchanged));
    }
    if (isReplaced(prior, planned)) Object.assign(planned, { id: unknown, certificate_id: unknown });
  },

  async create({ wanted, config }, work, call) {
    const { fingerprint256: fingerprint } = leafOf(config, call);
    const record = await upload({ wanted, config, fingerprint }, work, call);
    call.keep(idsOf(record));
    return stateOf(record, wanted, call);
  },

  async read(known, call) {
    return reading(nameOf(known), call, async () => {
      const record = await call.reader.find('certificates', certificateId(known), {
        environmentId: known.env_id,
        signal: call.signal,
      });
      return record === undefined ? null : stateOf(record, known, call);
    });
  },

  async update({ before, wanted, config }, work, call) {
    if (!isReplaced(before, wanted)) return before;
    const { platform, reader } = call;
    const id = certificateId(before);
    const what = nameOf(before);
    // It may have the same fingerprint as what takes its place.
    claim(platform, certificatesOf(before.env_id), { id });

    const { fingerprint256: fingerprint } = leafOf(config, call);
    const successor = call.private?.successor;
    const isUploaded = successor?.fingerprint === fingerprint;
    if (successor !== undefined && !isUploaded) await discard(successor.id, work, call);
    const uploaded = isUploaded
      ? await reader.find('certificates', successor.id, { signal: work.signal, fresh: true })
      : undefined;
    const record = uploaded ?? (await upload({ wanted, config, fingerprint }, work, call));
    call.private = { successor: { id: record.id, fingerprint } };

    const endpoints = await work.must(`list the endpoints of ${what}`, () =>
      platform.list(`/certificates/${id}/vhosts`, vhostShape, { signal: work.signal }),
    );
    await work.all(
      endpoints.map((endpoint) => ({
        attempt: `give the new certificate to the endpoint ${hostOf(endpoint)}`,
        step: async () => {
          const path = `/vhosts/${endpoint.id}`;
          await platform.put(path, undefined, { certificate: record.id }, { signal: work.signal });
          await runOperation(call, work, path, before.env_id, { type: 'provision' });
        },
      })),
    );
    await work.run(`remove ${what}, which is replaced`, () =>
      platform.delete(`/certificates/${id}`, { signal: work.signal }),
    );
    if (work.failed) return before;
    reader.forget('certificates', before.env_id, id);
    call.private = {};
    return stateOf(record, wanted, call);
  },

  async delete(known, work, call) {
    const id = certificateId(known);
    const successor = call.private?.successor;
    if (successor !== undefined) await discard(successor.id, work, call);
    await work.must(`remove ${nameOf(known)}`, async () => {
      try {
        await deleteRecord(call, work, `/certificates/${id}`, known.env_id);
      } catch (error) {
        throw (await becauseOfEndpoints(known, id, error, work, call)) ?? error;
      }
    });
    call.reader.forget('certificates', known.env_id, id);
  },

  async import(text, call) {
    const certificates = call.reader.source('certificates', call.signal);
    const record = await findForImport(text, call, {
      thing: 'a certificate',
      source: {
        byId: async (id) => {
          const found = await certificates.byId(id);
          return found && { ...found, handle: found.common_name ?? '' };
        },
        inEnvironment: async (environmentId) =>
          (await certificates.inEnvironment(environmentId)).flatMap((each) =>
            [each.common_name, each.sha256_fingerprint].flatMap((handle) => (handle ? [{ ...each, handle }] : [])),
          ),
      },
      name: { words: 'common name or fingerprint', pattern: /^[^/]{1,253}$/, example: 'www.example.com' },
    });
    return idsOf(record);
  },
});

const certificateId = ({ id, certificate_id }: State<Definition>): number => certificate_id ?? Number(id);

function idsOf(record: Certificate) {
  return { id: String(record.id), certificate_id: record.id, env_id: requiredId(record, 'account') };
}

const nameOf = ({ common_name }: State<Definition>): string =>
  common_name ? `the certificate of "${common_name}"` : 'the certificate';

const hostOf = ({ id, virtual_domain, external_host }: Vhost): string =>
  `"${virtual_domain || external_host || `with the id ${id}`}"`;

/** The attributes that the platform reads out of the certificate: those that another one changes. */
const namesOfTheBundle = new Set(
  Object.entries(definition.attributes).flatMap(([name, attribute]) =>
    'stable' in attribute && typeof attribute.stable === 'object' ? [name] : [],
  ),
);

/** A private key that only moves between state and configuration belongs to the same certificate. */
const isReplaced = (
  before: State<Definition>,
  wanted: Pick<Draft<Definition, Unknown>, 'certificate_body' | 'private_key_wo_version'>,
): boolean =>
  wanted.certificate_body !== before.certificate_body ||
  (before.private_key_wo_version !== null &&
    wanted.private_key_wo_version !== null &&
    wanted.private_key_wo_version !== before.private_key_wo_version);

/** The certificate of the private key. What was unknown at plan is checked now, still before anything is sent. */
function leafOf(config: Given<Definition>, { diagnostics }: Call): X509Certificate {
  const leaf = checkBundle(config, diagnostics);
  if (leaf !== undefined && !diagnostics.hasErrors) return leaf;
  throw new DiagnosticError('The certificate was not uploaded', 'See what is wrong with it above.');
}

async function upload(
  change: { readonly wanted: Planned<Definition>; readonly config: Given<Definition>; readonly fingerprint: string },
  work: Work,
  call: Call,
): Promise<Certificate> {
  const { platform, reader } = call;
  const { env_id: environmentId, certificate_body } = change.wanted;
  const private_key = change.config.private_key ?? change.config.private_key_wo;
  const fingerprint = comparableFingerprint(change.fingerprint);
  const path = certificatesOf(environmentId);
  return createRecord(call, work, {
    type: definition.name,
    what: 'the certificate',
    path,
    identity: fingerprint,
    create: () => platform.post(path, certificateShape, { certificate_body, private_key }, { signal: work.lateSignal }),
    find: async () =>
      (await reader.list('certificates', { environmentId, signal: work.signal, fresh: true }))
        .filter(({ sha256_fingerprint }) => comparableFingerprint(sha256_fingerprint ?? '') === fingerprint)
        .sort((a, b) => b.id - a.id),
    isUnused: async ({ id }) =>
      (await platform.list(`/certificates/${id}/vhosts`, vhostShape, { signal: work.signal })).length === 0,
    mayBeSeveral: true,
    whenInUse: ({ id }) =>
      call.diagnostics.warning(
        `The environment ${environmentId} has had this certificate already`,
        `Its id there is ${id}, endpoints use it, and nothing tells whose it is: another one was uploaded. If an apply has left it behind that ` +
          `was killed, and no state has it, import it and remove it:\n\n${importBlock(definition.name, id)}`,
      ),
  });
}

const certificatesOf = (environmentId: number): string => `/accounts/${environmentId}/certificates`;

export const comparableFingerprint = (fingerprint: string): string => fingerprint.replaceAll(':', '').toLowerCase();

/** Removes a certificate that nothing came of, when no endpoint got it. */
async function discard(id: number, work: Work, { platform }: Call): Promise<void> {
  await work.must(
    `remove the certificate ${id}, which an earlier apply uploaded and could not give to the endpoints`,
    () => platform.delete(`/certificates/${id}`, { signal: work.signal }),
  );
}

async function becauseOfEndpoints(
  known: State<Definition>,
  id: number,
  cause: unknown,
  work: Work,
  { platform }: Call,
): Promise<DiagnosticError | undefined> {
  if (work.signal.aborted) return undefined;
  let endpoints: readonly Vhost[];
  try {
    endpoints = await platform.list(`/certificates/${id}/vhosts`, vhostShape, { signal: work.signal });
  } catch (error) {
    if (error instanceof ApiError) return undefined; // the refusal itself says more than this one
    throw error;
  }
  if (endpoints.length === 0) return undefined;
  return new DiagnosticError(
    `Could not remove ${nameOf(known)}: endpoints use it`,
    `${cause instanceof Error ? cause.message : String(cause)}\n\nThese do: ${endpoints.map(hostOf).join(', ')}. Give them another certificate, or ` +
      'remove them, first. Endpoints that are managed here have been changed by now: apply again.',
    undefined,
    { cause },
  );
}

function stateOf(record: Certificate, known: Planned<Definition>, { diagnostics }: Call): Found<Definition> {
  if (record.not_after) warnOfExpiry(record.common_name ?? String(record.id), record.not_after, diagnostics);
  const { certificate_body, private_key, private_key_wo_version } = known;
  // An import does not know it yet.
  const isKnown = typeof certificate_body === 'string' && sameBundle(certificate_body, record.certificate_body);
  return {
    ...fieldsOf(record),
    ...(isKnown && { certificate_body }),
    private_key,
    private_key_wo: null,
    private_key_wo_version,
  };
}

/** What the platform has, whatever is declared. */
export function fieldsOf(record: Certificate) {
  return {
    ...idsOf(record),
    certificate_body: record.certificate_body,
    common_name: record.common_name ?? null,
    subject_alternative_names: record.subject_alternative_names ?? [],
    not_before: record.not_before ?? null,
    not_after: record.not_after ?? null,
    issuer_common_name: record.issuer_common_name ?? null,
    issuer_organization: record.issuer_organization ?? null,
    sha256_fingerprint: record.sha256_fingerprint ?? null,
    private_key_algorithm: record.private_key_algorithm ?? null,
    self_signed: record.self_signed ?? null,
    trusted: record.trusted ?? null,
  };
}
