/** OpenSSH's certificates of users' keys. Node knows only those of X.509, and no library that is small reads and makes these. */
import { randomBytes, type KeyObject } from 'node:crypto';
import { fingerprint, isSignedBy, type Key, publicKeyBytes, readKeyFields, signBytes } from './keys';
import { Reader, string, uint32, uint64 } from './wire';

export interface CertificateRequest {
  /** The key that it is for. */
  readonly publicKey: Key;
  /** The private key that signs it. RSA signs with SHA-512. */
  readonly authority: KeyObject;
  /** The name that the server writes into its log. */
  readonly keyId: string;
  /** The users who may log in with it. */
  readonly principals: readonly string[];
  readonly validFrom: Date;
  /** The first moment when it is valid no more. */
  readonly validTo: Date;
  /** What may be done with it. Default: all that OpenSSH knows. */
  readonly extensions?: readonly string[];
  readonly serial?: bigint;
}

export interface Certificate {
  /** The type of the certificate: `ssh-rsa-cert-v01@openssh.com`. */
  readonly type: string;
  /** The bytes of the key that it is for. */
  readonly publicKey: Buffer;
  readonly serial: bigint;
  /** Whether it is one of a user or one of a server. */
  readonly kind: 'user' | 'host';
  readonly keyId: string;
  readonly principals: readonly string[];
  /** The first and the last moment in seconds since 1970. The largest number there is means for ever. */
  readonly validFromSeconds: bigint;
  readonly validToSeconds: bigint;
  /** The names of restrictions that whoever does not know them has to refuse. */
  readonly criticalOptions: readonly string[];
  readonly extensions: readonly string[];
  /** The bytes of the key that signed it. */
  readonly authority: Buffer;
  readonly signed: Buffer;
  readonly signature: Buffer;
}

/** What a certificate of OpenSSH may do when nothing else is asked for. */
const allExtensions = [
  'permit-X11-forwarding',
  'permit-agent-forwarding',
  'permit-port-forwarding',
  'permit-pty',
  'permit-user-rc',
];

const suffix = '-cert-v01@openssh.com';
const kinds = { user: 1, host: 2 };

/** Makes the certificate of a user's key: one line, as in a file `id_rsa-cert.pub`. */
export function makeCertificate(request: CertificateRequest): string {
  const { authority, keyId, principals, validFrom, validTo, extensions = allExtensions, serial = 0n } = request;
  const key = publicKeyBytes(request.publicKey);
  const keyReader = new Reader(key);
  const type = keyReader.text() + suffix;
  // OpenSSH wants them in this order, each once.
  const flags = [...new Set(extensions)].sort().map((name) => Buffer.concat([string(name), string('')]));
  const signed = Buffer.concat([
    string(type),
    string(randomBytes(32)),
    key.subarray(keyReader.before.length),
    uint64(serial),
    uint32(kinds.user),
    string(keyId),
    string(Buffer.concat(principals.map(string))),
    uint64(seconds(validFrom)),
    uint64(seconds(validTo)),
    string(''),
    string(Buffer.concat(flags)),
    string(''),
    string(publicKeyBytes(authority)),
  ]);
  return `${type} ${Buffer.concat([signed, string(signBytes(signed, authority))]).toString('base64')}`;
}

/** Reads a certificate, and throws when it is none. Whether it is valid says {@link verifyCertificate}. */
export function readCertificate(certificate: string | Buffer): Certificate {
  try {
    return certificateOf(new Reader(publicKeyBytes(certificate)));
  } catch (error) {
    throw new Error(`not a certificate of OpenSSH: ${(error as Error).message}`);
  }
}

/** Says why this certificate does not let this user in, or nothing when it does. */
export function verifyCertificate(
  certificate: Certificate,
  { authorities, principal, now }: { authorities: readonly Key[]; principal: string; now: Date },
): string | undefined {
  const { authority, kind, principals, criticalOptions, signed, signature } = certificate;
  if (!authorities.some((each) => publicKeyBytes(each).equals(authority))) {
    return `it is signed by the key ${fingerprint(authority)}, which is no authority here`;
  }
  if (!isSigned(authority, signed, signature)) return 'its signature does not fit';
  if (kind !== 'user') return 'it is the certificate of a server, not that of a user';
  const at = seconds(now);
  if (at < certificate.validFromSeconds) return `it is valid only from ${dateText(certificate.validFromSeconds)} on`;
  if (at >= certificate.validToSeconds) return `it was valid until ${dateText(certificate.validToSeconds)}`;
  if (!principals.includes(principal)) {
    return `it is for ${principals.length === 0 ? 'no user' : `the user ${principals.join(', ')}`}, not for ${principal}`;
  }
  return criticalOptions.length === 0 ? undefined : `it demands what is not known here: ${criticalOptions.join(', ')}`;
}

function certificateOf(reader: Reader): Certificate {
  const type = reader.text();
  if (!type.endsWith(suffix)) throw new Error(`its type is ${JSON.stringify(type)}`);
  reader.string();
  const publicKey = readKeyFields(type.slice(0, -suffix.length), reader);
  const serial = reader.uint64();
  const number = reader.uint32();
  const kind = number === kinds.user ? 'user' : number === kinds.host ? 'host' : undefined;
  if (!kind) throw new Error(`it is neither one of a user nor one of a server: ${number}`);
  const keyId = reader.text();
  const principals = all(reader.string(), (list) => list.text());
  const validFromSeconds = reader.uint64();
  const validToSeconds = reader.uint64();
  const criticalOptions = all(reader.string(), nameOfOption);
  const extensions = all(reader.string(), nameOfOption);
  reader.string();
  const authority = Buffer.from(reader.string());
  const signed = Buffer.from(reader.before);
  const signature = Buffer.from(reader.string());
  reader.end();
  const names = { type, publicKey, serial, kind, keyId, principals, criticalOptions, extensions } as const;
  return { ...names, validFromSeconds, validToSeconds, authority, signed, signature };
}

function all<T>(bytes: Buffer, read: (reader: Reader) => T): T[] {
  const reader = new Reader(bytes);
  const items: T[] = [];
  while (!reader.isAtEnd) items.push(read(reader));
  return items;
}

function nameOfOption(list: Reader): string {
  const name = list.text();
  list.string();
  return name;
}

/** Whether the signature fits. What is no signature at all does not, either. */
function isSigned(authority: Buffer, signed: Buffer, signature: Buffer): boolean {
  try {
    return isSignedBy(authority, signed, signature);
  } catch {
    // Its bytes are no signature, or the authority's are no key.
    return false;
  }
}

const seconds = (date: Date) => BigInt(Math.floor(date.getTime() / 1000));

/** Writes a moment that a certificate names. */
export function dateText(atSeconds: bigint): string {
  const date = new Date(Number(atSeconds) * 1000);
  return Number.isNaN(date.getTime()) ? `second ${atSeconds}` : date.toISOString();
}
