import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { filledText, read, text } from '../fields';
import type { Call, Resource } from '../platform';
import { refuseIf } from '../refusals';
import { change, created, item, nested, nothing, post, remove, show, showAll } from '../routes';
import type { Stored } from '../store';

export interface Certificate extends Stored {
  readonly certificate_body: string;
  readonly private_key: string;
  readonly certificate_arn: string | null;
  readonly acme: boolean;
  readonly account_id: number;
}

declare module '../store' {
  interface Records {
    certificate: Certificate;
  }
}

export const certificate: Resource<Certificate> = {
  collection: 'certificates',
  hidden: ['account_id'],
  sensitive: ['private_key'],
  computed: (certificate) => {
    const chain = parse(certificate.certificate_body);
    const key = createPrivateKey(certificate.private_key);
    const leaf = chain.find((each) => each.checkPrivateKey(key))!;
    const subject = partsOf(leaf.subject);
    const issuer = partsOf(leaf.issuer);
    return {
      common_name: subject['CN'] ?? '',
      not_before: new Date(leaf.validFrom).toISOString(),
      not_after: new Date(leaf.validTo).toISOString(),
      issuer_country: issuer['C'] ?? '',
      issuer_organization: issuer['O'] ?? '',
      issuer_website: null,
      issuer_common_name: issuer['CN'] ?? '',
      subject_country: subject['C'] ?? null,
      subject_state: subject['ST'] ?? null,
      subject_locale: subject['L'] ?? null,
      subject_organization: subject['O'] ?? null,
      leaf_certificate: leaf.toString(),
      certificate_chain: chain
        .filter((each) => each !== leaf)
        .map((each) => each.toString())
        .join(''),
      sha256_fingerprint: leaf.fingerprint256.replaceAll(':', '').toLowerCase(),
      trusted: false,
      self_signed: leaf.checkIssued(leaf),
      subject_alternative_names: (leaf.subjectAltName ?? '')
        .split(', ')
        .filter((each) => each.startsWith('DNS:'))
        .map((each) => each.slice('DNS:'.length)),
      private_key_algorithm: key.asymmetricKeyType ?? '',
    };
  },
  links: (certificate) => ({
    account: `/accounts/${certificate.account_id}`,
    operations: `/certificates/${certificate.id}/operations`,
    vhosts: `/certificates/${certificate.id}/vhosts`,
    apps: `/certificates/${certificate.id}/apps`,
  }),
  inEnvironment: { onDeletion: 'removed', page: null },
  routes: [
    item('/certificates/{id}', 'certificate'),
    nested('/accounts/{account_id}/certificates', 'certificate', 'account'),
    {
      method: 'GET',
      path: '/certificates/{certificate_id}/apps',
      handle: (call) => {
        const { store } = call.platform;
        const vhosts = store.list('vhost', { certificate_id: call.find('certificate', 'certificate_id').id });
        const appIds = new Set(vhosts.flatMap((each) => store.get('service', each.service_id).app_id ?? []));
        return showAll(
          'app',
          [...appIds].map((id) => store.get('app', id)),
        );
      },
    },
    post('/accounts/{account_id}/certificates', create),
    ...change('/certificates/{id}', (call) => {
      const fields = read(call.body, { certificate_arn: text });
      return show('certificate', call.platform.store.update('certificate', call.find('certificate').id, fields));
    }),
    remove('/certificates/{id}', (call) => {
      const { store } = call.platform;
      const certificate = call.find('certificate');
      const vhosts = store.list('vhost', { certificate_id: certificate.id });
      refuseIf([
        vhosts.length > 0 && `the certificate is used by endpoints: ${vhosts.map((each) => each.id).join(', ')}`,
      ]);
      store.remove('certificate', certificate.id);
      return nothing;
    }),
  ],
};

function create(call: Call): ReturnType<typeof created> {
  const account = call.find('account', 'account_id');
  const fields = read(call.body, { certificate_body: filledText, private_key: filledText }, [
    'certificate_body',
    'private_key',
  ]);
  const chain = parsedOrUndefined(() => parse(fields.certificate_body)) ?? [];
  const key = parsedOrUndefined(() => createPrivateKey(fields.private_key));
  refuseIf([
    chain.length === 0 && 'certificate_body is not a PEM certificate',
    key === undefined && 'private_key is not an unencrypted PEM key',
    key !== undefined &&
      !isAccepted(key) &&
      'private_key is not RSA of 1024, 2048 or 4096 bits, nor ECDSA of a NIST curve',
    chain.length > 0 &&
      key !== undefined &&
      !chain.some((each) => each.checkPrivateKey(key)) &&
      'private_key does not belong to any certificate of certificate_body',
  ]);
  const made = { ...fields, certificate_arn: null, acme: false, account_id: account.id };
  return created('certificate', call.platform.store.insert('certificate', made));
}

function parse(pem: string): X509Certificate[] {
  const found = pem.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? [];
  return found.map((each) => new X509Certificate(each));
}

function isAccepted(key: KeyObject): boolean {
  const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {};
  if (key.asymmetricKeyType === 'rsa') return [1024, 2048, 4096].includes(modulusLength ?? 0);
  return key.asymmetricKeyType === 'ec' && ['prime256v1', 'secp384r1', 'secp521r1'].includes(namedCurve ?? '');
}

/** `C=US\nO=Acme` → its parts. */
function partsOf(lines: string): Record<string, string> {
  return Object.fromEntries(
    lines.split('\n').map((line) => {
      const equals = line.indexOf('=');
      return [line.slice(0, equals), line.slice(equals + 1)];
    }),
  );
}

/** Gives undefined for what cannot be parsed: it is refused in the platform's words, not in OpenSSL's. */
function parsedOrUndefined<T>(parse: () => T): T | undefined {
  try {
    return parse();
  } catch (error) {
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
}
