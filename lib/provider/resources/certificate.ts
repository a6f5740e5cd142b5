import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { ApiError, type Certificate, certificateShape, linkedId, type Vhost, vhostShape } from '../../api';
import { DiagnosticError, type Diagnostics } from '../../plugin/diagnostics';
import type { Call, Resource } from '../../plugin/types';
import { isUnknown, type ObjectValue, unknown } from '../../plugin/values';
import { resources, type State } from '../../schema';
import { checkConfiguration, checkPlan } from '../checks';
import type { Context } from '../configure';
import { findForImport } from '../import-id';
import { createRecord, runOperation } from '../records';
import { completed } from '../values';
import { reading, Work } from '../work';

const definition = resources.aptible_certificate;

type CertificateState = State<typeof definition>;

/** Kept beside the state. */
interface Memory {
  /** The certificate that was uploaded to take the place of this one, but has not yet. */
  readonly successor?: { readonly id: number; readonly fingerprint: string };
}

export const certificate: Resource<Context> = {
  schema: definition,

  validate(config, call) {
    checkConfiguration(definition, config, call.diagnostics);
    checkBundle(config, call.diagnostics);
  },

  plan({ prior, planned }, call) {
    checkPlan(definition, { prior, planned }, call.diagnostics);
    if (prior === null) return;
    const { certificate_body: before } = prior;
    const { certificate_body: after } = planned;
    if (typeof before === 'string' && typeof after === 'string' && sameBundle(before, after)) {
      planned.certificate_body = before;
      for (const name of ofTheBundle) planned[name] = prior[name]!;
    }
    if (isReplaced(prior, planned)) Object.assign(planned, { id: unknown, certificate_id: unknown });
  },

  async create({ planned, config }, call) {
    const wanted = planned as unknown as CertificateState;
    const work = new Work(call, 'create', wanted.timeouts, definition.timeoutsMinutes.create);
    const record = await upload(wanted, keyOf(config), work, call);
    call.keep({ ...planned, ...idsOf(record) });
    return completed(planned, stateOf(record, wanted, call));
  },

  async read(state, call) {
    const known = state as unknown as CertificateState;
    return reading(nameOf(known), call, async () => {
      const record = await call.client.reader.certificate(certificateId(known), known.env_id ?? undefined, call.signal);
      return record === undefined ? null : stateOf(record, known, call);
    });
  },

  async update({ prior, planned, config }, call) {
    const before = prior as unknown as CertificateState;
    const wanted = planned as unknown as CertificateState;
    const { client, reader } = call.client;
    const id = certificateId(before);
    if (!isReplaced(prior, planned)) return planned;
    const work = new Work(call, 'update', wanted.timeouts, definition.timeoutsMinutes.update);
    const what = nameOf(before);

    const { successor } = (call.private ?? {}) as Memory;
    const fingerprint = leafOf(wanted.certificate_body, keyOf(config)).fingerprint256;
    const isUploaded = successor?.fingerprint === fingerprint;
    if (successor !== undefined && !isUploaded) await discard(successor.id, work, call);
    const record =
      (isUploaded ? await reader.certificate(successor.id, undefined, work.signal, { fresh: true }) : undefined) ??
      (await upload(wanted, keyOf(config), work, call));
    call.private = { successor: { id: record.id, fingerprint } } satisfies Memory;
    call.keep(prior);

    const endpoints = await work.must(`list the endpoints of ${what}`, () =>
      client.list(`/certificates/${id}/vhosts`, vhostShape, { signal: work.signal }),
    );
    await work.all(
      endpoints.map((endpoint) => ({
        attempt: `give the new certificate to the endpoint ${hostOf(endpoint)}`,
        step: async () => {
          const path = `/vhosts/${endpoint.id}`;
          await client.put(path, undefined, { certificate: record.id }, { signal: work.signal });
          await runOperation(call.client, work, path, before.env_id, { type: 'provision' });
        },
      })),
    );
    await work.run(`remove ${what}, which is replaced`, () =>
      client.delete(`/certificates/${id}`, { signal: work.signal }),
    );
    if (work.failed) return prior;
    reader.forget('certificates', before.env_id, id);
    call.private = {} satisfies Memory;
    return completed(planned, stateOf(record, wanted, call));
  },

  async delete(prior, call) {
    const known = prior as unknown as CertificateState;
    const id = certificateId(known);
    const work = new Work(call, 'delete', known.timeouts, definition.timeoutsMinutes.delete);
    const { successor } = (call.private ?? {}) as Memory;
    if (successor !== undefined) await discard(successor.id, work, call);
    await work.must(`remove ${nameOf(known)}`, async () => {
      try {
        await call.client.client.delete(`/certificates/${id}`, { signal: work.signal });
      } catch (error) {
        throw (await becauseOfEndpoints(known, id, error, work, call)) ?? error;
      }
    });
    call.client.reader.forget('certificates', known.env_id, id);
  },

  async import(text, call) {
    const { reader } = call.client;
    const record = await findForImport(text, call, {
      thing: 'a certificate',
      byId: async (id) => {
        const found = await reader.certificate(id, undefined, call.signal);
        return found && { ...found, handle: found.common_name ?? '' };
      },
      inEnvironment: async (environmentId) =>
        (await reader.certificates(environmentId, call.signal)).flatMap((each) =>
          [each.common_name, each.sha256_fingerprint].flatMap((handle) => (handle ? [{ ...each, handle }] : [])),
        ),
      name: { words: 'common name or fingerprint', pattern: /^[^/]{1,253}$/, example: 'www.example.com' },
    });
    return idsOf(record);
  },
};

const certificateId = (state: Pick<CertificateState, 'id' | 'certificate_id'>): number =>
  state.certificate_id ?? Number(state.id);

function idsOf(record: Certificate) {
  return { id: String(record.id), certificate_id: record.id, env_id: linkedId(record, 'account')! };
}

const nameOf = ({ common_name }: CertificateState): string =>
  typeof common_name === 'string' && common_name !== '' ? `the certificate of "${common_name}"` : 'the certificate';

const hostOf = ({ id, virtual_domain, external_host }: Vhost): string =>
  `"${virtual_domain || external_host || `with the id ${id}`}"`;

const keyOf = (config: ObjectValue): string => String(config.private_key ?? config.private_key_wo);

/** What the platform reads out of the certificate. */
const ofTheBundle = Object.entries(definition.attributes).flatMap(([name, attribute]) =>
  'stable' in attribute && typeof attribute.stable === 'object' ? [name] : [],
);

/** A private key that only moves between state and configuration belongs to the same certificate. */
const isReplaced = (prior: ObjectValue, planned: ObjectValue): boolean =>
  planned.certificate_body !== prior.certificate_body ||
  (prior.private_key_wo_version !== null &&
    planned.private_key_wo_version !== null &&
    planned.private_key_wo_version !== prior.private_key_wo_version);

async function upload(
  { env_id, certificate_body }: CertificateState,
  privateKey: string,
  work: Work,
  call: Call<Context>,
): Promise<Certificate> {
  // What was unknown at plan is checked now, still before anything is sent.
  const before = call.diagnostics.hasErrors;
  checkBundle({ certificate_body, private_key: privateKey }, call.diagnostics);
  if (call.diagnostics.hasErrors && !before)
    throw new DiagnosticError('The certificate was not uploaded', 'See what is wrong with it above.');
  const { client, reader } = call.client;
  const fingerprint = plain(leafOf(certificate_body, privateKey).fingerprint256);
  return createRecord(work, {
    what: 'the certificate',
    create: () =>
      client.post(
        `/accounts/${env_id}/certificates`,
        certificateShape,
        { certificate_body, private_key: privateKey },
        { signal: work.lateSignal },
      ),
    find: async () =>
      (await reader.certificates(env_id, work.signal, { fresh: true }))
        .filter(({ sha256_fingerprint }) => plain(sha256_fingerprint ?? '') === fingerprint)
        .sort((a, b) => b.id - a.id)[0],
    untouched: async ({ id }) =>
      (await client.list(`/certificates/${id}/vhosts`, vhostShape, { signal: work.signal })).length === 0,
    importExample: 'aptible_certificate.NAME ENVIRONMENT/COMMON-NAME',
  });
}

/** The spelling in which fingerprints are compared. */
export const plain = (fingerprint: string): string => fingerprint.replaceAll(':', '').toLowerCase();

/** Removes a certificate that nothing came of, when no endpoint got it. */
async function discard(id: number, work: Work, { client: { client } }: Call<Context>): Promise<void> {
  await work.must(
    `remove the certificate ${id}, which an earlier apply uploaded and could not give to the endpoints`,
    () => client.delete(`/certificates/${id}`, { signal: work.signal }),
  );
}

async function becauseOfEndpoints(
  known: CertificateState,
  id: number,
  cause: unknown,
  work: Work,
  { client: { client } }: Call<Context>,
): Promise<DiagnosticError | undefined> {
  if (work.signal.aborted) return undefined;
  let endpoints: readonly Vhost[];
  try {
    endpoints = await client.list(`/certificates/${id}/vhosts`, vhostShape, { signal: work.signal });
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

function stateOf(record: Certificate, known: CertificateState, call: Call<Context>): ObjectValue {
  if (record.not_after && new Date(record.not_after).getTime() < Date.now()) {
    warnOfExpiry(call.diagnostics, record.common_name ?? '', new Date(record.not_after));
  }
  const { certificate_body } = known;
  const isKnown = typeof certificate_body === 'string' && sameBundle(certificate_body, record.certificate_body);
  return {
    ...(known as unknown as ObjectValue),
    ...fieldsOf(record),
    ...(isKnown && { certificate_body }),
  } as ObjectValue;
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

// What is wrong with a certificate and its key

/** All that can be said before anything is sent. What is unknown passes. */
function checkBundle(config: ObjectValue, diagnostics: Diagnostics): void {
  const { certificate_body: body } = config;
  const keyField = config.private_key_wo ? 'private_key_wo' : 'private_key';
  const keyText = config[keyField];
  const bundle = typeof body === 'string' && body !== '' ? parseBundle(body, diagnostics) : undefined;
  const key = typeof keyText === 'string' && keyText !== '' ? parseKey(keyText, keyField, diagnostics) : undefined;
  if (bundle === undefined) return;
  if (key === undefined && !isUnknown(keyText)) return;
  const leaf =
    key === undefined ? bundle.find((each) => isLeaf(each, bundle)) : bundle.find((each) => each.checkPrivateKey(key));
  if (leaf === undefined) {
    if (key === undefined) return;
    diagnostics.error(
      'The private key does not belong to the certificate',
      `It belongs to none of those in certificate_body: ${bundle.map(nameOfCertificate).join(', ')}. Give the key with which the certificate was requested.`,
      [keyField],
    );
    return;
  }
  checkChain(leaf, bundle, diagnostics);
}

function parseBundle(pem: string, diagnostics: Diagnostics): X509Certificate[] | undefined {
  const at = ['certificate_body'];
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(pem)) {
    diagnostics.error(
      'There is a private key in certificate_body',
      'Keep it out of there, since certificate_body is not a secret: use private_key_wo.',
      at,
    );
    return undefined;
  }
  const blocks = blocksOf(pem);
  if (blocks.length === 0) {
    diagnostics.error(
      'There is no certificate in certificate_body',
      'Expected PEM text, with -----BEGIN CERTIFICATE----- in it: its content, as file("certificate.pem") gives it, not the name of a file. ' +
        'A DER file becomes PEM with: openssl x509 -inform der -in certificate.der',
      at,
    );
    return undefined;
  }
  const parsed = blocks.map((block, index) => attempt(() => new X509Certificate(block)) ?? index + 1);
  const broken = parsed.filter((each) => typeof each === 'number');
  if (broken.length === 0) return parsed as X509Certificate[];
  diagnostics.error(
    'A certificate in certificate_body cannot be read',
    `Of its ${blocks.length} certificates, these are damaged, by their place: ${broken.join(', ')}. Was it cut, or its line breaks lost?`,
    at,
  );
  return undefined;
}

function parseKey(pem: string, field: string, diagnostics: Diagnostics): KeyObject | undefined {
  if (/BEGIN ENCRYPTED PRIVATE KEY|Proc-Type: 4,ENCRYPTED/.test(pem)) {
    diagnostics.error(
      'The private key has a passphrase',
      'The platform cannot ask for it. Give the key without one: openssl pkey -in key.pem -out plain.pem',
      [field],
    );
    return undefined;
  }
  const key = attempt(() => createPrivateKey(pem));
  if (key === undefined) {
    diagnostics.error(
      'The private key cannot be read',
      'Expected PEM text, with -----BEGIN PRIVATE KEY----- in it: its content, as file("key.pem") gives it, not the name of a file.',
      [field],
    );
    return undefined;
  }
  const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {};
  const kind = modulusLength ?? namedCurve;
  if (kind !== undefined && [1024, 2048, 4096, 'prime256v1', 'secp384r1', 'secp521r1'].includes(kind)) return key;
  diagnostics.error(
    'The platform does not take this kind of private key',
    `Got ${key.asymmetricKeyType}${kind === undefined ? '' : ` ${kind}`}, expected RSA of 1024, 2048 or 4096 bits, or ECDSA of the curve P-256, P-384 or P-521.`,
    [field],
  );
  return undefined;
}

function checkChain(leaf: X509Certificate, bundle: readonly X509Certificate[], diagnostics: Diagnostics): void {
  const at = ['certificate_body'];
  const chain = [leaf];
  for (let last = leaf; !isSelfSigned(last);) {
    const issuer = bundle.find(
      (each) => !chain.includes(each) && last.checkIssued(each) && last.verify(each.publicKey),
    );
    if (issuer === undefined) break;
    chain.push(issuer);
    last = issuer;
  }
  const strangers = bundle.filter(
    (each) => !chain.some(({ fingerprint256 }) => fingerprint256 === each.fingerprint256),
  );
  if (strangers.length > 0) {
    diagnostics.error(
      'A certificate in certificate_body does not belong to the chain',
      `The chain of ${nameOfCertificate(leaf)} is: ${chain.map(nameOfCertificate).join(', issued by ')}. Take out: ${strangers.map(nameOfCertificate).join(', ')}.`,
      at,
    );
  }
  if (chain.length === 1 && !isSelfSigned(leaf)) {
    diagnostics.warning(
      'certificate_body has no chain',
      `The certificate of its issuer (${leaf.issuer.split('\n').at(-1)}) is not in it: many clients will not trust the endpoint. Append the intermediate certificates that came with it.`,
      at,
    );
  }
  for (const each of chain) {
    if (new Date(each.validTo).getTime() < Date.now())
      warnOfExpiry(diagnostics, nameOfCertificate(each), new Date(each.validTo));
  }
}

function warnOfExpiry(diagnostics: Diagnostics, name: string, end: Date): void {
  diagnostics.warning(
    `The certificate ${name} has expired`,
    `It was valid until ${end.toISOString()}: clients refuse it. Give a new one as certificate_body.`,
    ['certificate_body'],
  );
}

/** @throws never for a bundle that was checked. */
function leafOf(pem: string, privateKey: string): X509Certificate {
  const key = createPrivateKey(privateKey);
  return blocksOf(pem)
    .map((block) => new X509Certificate(block))
    .find((each) => each.checkPrivateKey(key))!;
}

const isSelfSigned = (each: X509Certificate): boolean => each.checkIssued(each);

const isLeaf = (each: X509Certificate, bundle: readonly X509Certificate[]): boolean =>
  !bundle.some((other) => other !== each && other.checkIssued(each));

const nameOfCertificate = ({ subject }: X509Certificate): string => `"${subject.split('\n').join(', ')}"`;

const blocksOf = (pem: string): string[] =>
  pem.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? [];

/** The same certificates, in whatever order and however broken into lines. */
function sameBundle(a: string, b: string): boolean {
  const normal = (pem: string) =>
    blocksOf(pem)
      .map((block) => block.replace(/\s/g, ''))
      .sort()
      .join();
  return a === b || (normal(a) !== '' && normal(a) === normal(b));
}

/** Nothing but the text can be at fault here, and OpenSSL's words for that help nobody. */
function attempt<T>(parse: () => T): T | undefined {
  try {
    return parse();
  } catch {
    return undefined;
  }
}
