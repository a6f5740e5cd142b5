/** What is wrong with a certificate and its private key, as far as it can be said before anything is sent. */
import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import type { Diagnostics } from '../plugin/diagnostics';
import { isUnknown, type Unknown } from '../plugin/values';
import type { Draft, resources } from '../schema';

type Bundle = Pick<
  Draft<typeof resources.aptible_certificate, Unknown>,
  'certificate_body' | 'private_key' | 'private_key_wo'
>;

/** The certificate of the private key; undefined when something is wrong with them, or not known yet. */
export function checkBundle(config: Bundle, diagnostics: Diagnostics): X509Certificate | undefined {
  const { certificate_body: body } = config;
  const keyField = config.private_key_wo ? 'private_key_wo' : 'private_key';
  const keyText = config[keyField];
  const bundle = typeof body === 'string' && body !== '' ? parseBundle(body, diagnostics) : undefined;
  const key = typeof keyText === 'string' && keyText !== '' ? parseKey(keyText, keyField, diagnostics) : undefined;
  if (bundle === undefined) return undefined;
  if (key === undefined) {
    const leaf = isUnknown(keyText) ? bundle.find((each) => isLeaf(each, bundle)) : undefined;
    if (leaf !== undefined) checkChain(leaf, bundle, diagnostics);
    return undefined;
  }
  const leaf = bundle.find((each) => each.checkPrivateKey(key));
  if (leaf === undefined) {
    diagnostics.error(
      'The private key does not belong to the certificate',
      `It belongs to none of those in certificate_body: ${bundle.map(nameOf).join(', ')}. Give the key with which the certificate was requested.`,
      [keyField],
    );
    return undefined;
  }
  checkChain(leaf, bundle, diagnostics);
  return leaf;
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
  const parsed = blocks.map((block) => attempt(() => new X509Certificate(block)));
  const broken = parsed.flatMap((each, index) => (each === undefined ? [index + 1] : []));
  if (broken.length === 0) return parsed.filter((each) => each !== undefined);
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
      `The chain of ${nameOf(leaf)} is: ${chain.map(nameOf).join(', issued by ')}. Take out: ${strangers.map(nameOf).join(', ')}.`,
      at,
    );
  }
  if (chain.length === 1 && !isSelfSigned(leaf)) {
    const issuer = leaf.issuer.replace(/^.*\n/s, '');
    diagnostics.warning(
      'certificate_body has no chain',
      `The certificate of its issuer (${issuer}) is not in it: many clients will not trust the endpoint. Append the intermediate certificates that came with it.`,
      at,
    );
  }
  for (const each of chain) warnOfExpiry(nameOf(each), each.validTo, diagnostics);
}

/** Warns when the time until which a certificate is valid is over. */
export function warnOfExpiry(name: string, validUntil: string, diagnostics: Diagnostics): void {
  const end = new Date(validUntil);
  if (end.getTime() < Date.now()) {
    diagnostics.warning(
      `The certificate ${name} has expired`,
      `It was valid until ${end.toISOString()}: clients refuse it. Give a new one as certificate_body.`,
      ['certificate_body'],
    );
  }
}

const isSelfSigned = (each: X509Certificate): boolean => each.checkIssued(each);

const isLeaf = (each: X509Certificate, bundle: readonly X509Certificate[]): boolean =>
  !bundle.some((other) => other !== each && other.checkIssued(each));

const nameOf = ({ subject }: X509Certificate): string => `"${subject.split('\n').join(', ')}"`;

const blocksOf = (pem: string): string[] =>
  pem.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? [];

/** Whether these are the same certificates, in whatever order and however broken into lines. */
export function sameBundle(a: string, b: string): boolean {
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
