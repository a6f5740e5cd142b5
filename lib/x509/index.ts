/**
 * Makes X.509 certificates. Node reads them but cannot make them, and the libraries that can take longer to load than the whole
 * handshake of a plugin, so the few structures that are needed are written here as DER.
 */
import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
  X509Certificate,
} from 'node:crypto';
import { isIPv4 } from 'node:net';

export interface CertificateRequest {
  readonly commonName: string;
  readonly organization?: string;
  /** The certificate whose key signs it. Left out, it signs itself. */
  readonly issuer?: Authority;
  /** Whether it may sign other certificates. */
  readonly isAuthority?: boolean;
  readonly dnsNames?: readonly string[];
  readonly ipAddresses?: readonly string[];
  readonly keyUsage?: readonly KeyUsage[];
  readonly extendedKeyUsage?: readonly ExtendedKeyUsage[];
  readonly validFrom: Date;
  readonly validTo: Date;
}

/** The usages of a key, in the order of their bits. */
const keyUsages = [
  'digitalSignature',
  'contentCommitment',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
] as const;
type KeyUsage = (typeof keyUsages)[number];

/** Extended usage → the last part of its object identifier. */
const extendedKeyUsages = { serverAuth: 1, clientAuth: 2 } as const;
type ExtendedKeyUsage = keyof typeof extendedKeyUsages;

/** What signs certificates: a key, and the name that its own certificate gives it. */
export interface Authority {
  readonly privateKey: KeyObject;
  /** The subject's name in DER. */
  readonly subject: Buffer;
}

export interface Issued extends Authority {
  readonly der: Buffer;
  readonly certificatePem: string;
  /** The private key in PKCS #8. */
  readonly privateKeyPem: string;
}

/** Reads an authority that was made before. */
export function readAuthority(certificatePem: string, privateKeyPem: string): Authority {
  // Certificate → what is signed → version, serial number, algorithm, issuer, validity, subject.
  const [signed] = itemsOf(new X509Certificate(certificatePem).raw);
  return { privateKey: createPrivateKey(privateKeyPem), subject: itemsOf(signed!)[5]! };
}

/** Gives the items of a sequence in DER, each with its tag and length. */
function itemsOf(der: Buffer): Buffer[] {
  const items: Buffer[] = [];
  const [start, end] = contentOf(der, 0);
  for (let at = start; at < end;) {
    const [, next] = contentOf(der, at);
    items.push(der.subarray(at, next));
    at = next;
  }
  return items;
}

/** Gives where the content of the value at that place begins and ends. */
function contentOf(der: Buffer, at: number): [number, number] {
  const first = der[at + 1]!;
  if (first < 0x80) return [at + 2, at + 2 + first];
  const start = at + 2 + (first & 0x7f);
  return [start, start + der.readUIntBE(at + 2, first & 0x7f)];
}

/** Makes a certificate for a new P-256 key. */
export function issueCertificate(request: CertificateRequest): Issued {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const subject = nameOf(request);
  const ecdsaWithSha256 = sequence(objectIdentifier(1, 2, 840, 10045, 4, 3, 2));
  const toBeSigned = sequence(
    explicit(0, integer(Buffer.from([2]))),
    integer(serialNumber()),
    ecdsaWithSha256,
    request.issuer?.subject ?? subject,
    sequence(time(request.validFrom), time(request.validTo)),
    subject,
    createPublicKey(privateKey).export({ type: 'spki', format: 'der' }),
    explicit(3, sequence(...extensionsOf(request))),
  );
  const signature = sign('sha256', toBeSigned, request.issuer?.privateKey ?? privateKey);
  const der = sequence(toBeSigned, ecdsaWithSha256, bitString(signature, 0));
  return {
    der,
    certificatePem: `-----BEGIN CERTIFICATE-----\n${der.toString('base64').replace(/.{1,64}/g, '$&\n')}-----END CERTIFICATE-----\n`,
    privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    privateKey,
    subject,
  };
}

function nameOf({ organization, commonName }: CertificateRequest): Buffer {
  const part = (type: number, text: string) => set(sequence(objectIdentifier(2, 5, 4, type), utf8String(text)));
  return sequence(...(organization === undefined ? [] : [part(10, organization)]), part(3, commonName));
}

function extensionsOf(request: CertificateRequest): Buffer[] {
  const { isAuthority = false, dnsNames = [], ipAddresses = [], keyUsage = [], extendedKeyUsage = [] } = request;
  const names = [
    ...dnsNames.map((each) => tagged(0x82, Buffer.from(each, 'ascii'))),
    ...ipAddresses.map((each) => tagged(0x87, ipAddressBytes(each))),
  ];
  return [
    extension(19, true, sequence(...(isAuthority ? [boolean(true)] : []))),
    ...(keyUsage.length === 0 ? [] : [extension(15, true, keyUsageBits(keyUsage))]),
    ...(extendedKeyUsage.length === 0
      ? []
      : [
          extension(
            37,
            false,
            sequence(
              ...extendedKeyUsage.map((usage) => objectIdentifier(1, 3, 6, 1, 5, 5, 7, 3, extendedKeyUsages[usage])),
            ),
          ),
        ]),
    ...(names.length === 0 ? [] : [extension(17, false, sequence(...names))]),
  ];
}

/** Gives the four bytes of an IPv4 address or the sixteen of an IPv6 address. */
function ipAddressBytes(address: string): Buffer {
  if (isIPv4(address)) return Buffer.from(address.split('.').map(Number));
  // The form of a URL has no dots in it, and at most one gap.
  const [head, tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const groups = (text = ''): number[] => text.split(':').flatMap((each) => (each === '' ? [] : parseInt(each, 16)));
  const gap = Array<number>(8 - groups(head).length - groups(tail).length).fill(0);
  return Buffer.from([...groups(head), ...gap, ...groups(tail)].flatMap((each) => [each >> 8, each & 0xff]));
}

/** Sets bits from the left, without zeros at the end: DER has each value in one form only. */
function keyUsageBits(usages: readonly KeyUsage[]): Buffer {
  const positions = usages.map((usage) => keyUsages.indexOf(usage));
  const bits = positions.reduce((byte, position) => byte | (0x80 >> position), 0);
  return bitString(Buffer.from([bits]), 7 - Math.max(...positions));
}

/** Makes a random number of 127 bits. Its first byte is never zero, so that it is positive and in its shortest form. */
function serialNumber(): Buffer {
  const bytes = randomBytes(16);
  bytes[0] = (bytes[0]! & 0x7f) | 0x40;
  return bytes;
}

function tagged(tag: number, ...contents: Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  return Buffer.concat([Buffer.from([tag]), length(content.length), content]);
}

function length(value: number): Buffer {
  if (value < 0x80) return Buffer.from([value]);
  if (value < 0x100) return Buffer.from([0x81, value]);
  return Buffer.from([0x82, value >> 8, value & 0xff]);
}

const sequence = (...items: Buffer[]) => tagged(0x30, ...items);
const set = (...items: Buffer[]) => tagged(0x31, ...items);
const explicit = (number: number, content: Buffer) => tagged(0xa0 + number, content);
const integer = (bytes: Buffer) => tagged(0x02, bytes);
const boolean = (value: boolean) => tagged(0x01, Buffer.from([value ? 0xff : 0]));
const utf8String = (text: string) => tagged(0x0c, Buffer.from(text, 'utf8'));
const bitString = (bytes: Buffer, unusedBits: number) => tagged(0x03, Buffer.from([unusedBits]), bytes);

function objectIdentifier(first: number, second: number, ...rest: number[]): Buffer {
  const bytes = [first * 40 + second];
  for (const part of rest) {
    const groups = [part & 0x7f];
    for (let left = part >> 7; left > 0; left >>= 7) groups.unshift((left & 0x7f) | 0x80);
    bytes.push(...groups);
  }
  return tagged(0x06, Buffer.from(bytes));
}

/** Makes an extension of those that certificates have (2.5.29). */
function extension(number: number, critical: boolean, content: Buffer): Buffer {
  return sequence(objectIdentifier(2, 5, 29, number), ...(critical ? [boolean(true)] : []), tagged(0x04, content));
}

/** Makes a UTCTime, with two digits for the year, up to 2049 and a GeneralizedTime from then on, as X.509 wants it. */
function time(date: Date): Buffer {
  const digits = date.toISOString().replace(/\.\d+/, '').replace(/[-:T]/g, '');
  const late = date.getUTCFullYear() >= 2050;
  return tagged(late ? 0x18 : 0x17, Buffer.from(late ? digits : digits.slice(2), 'ascii'));
}
