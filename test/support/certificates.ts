/** Certificates for tests, of authorities that nobody trusts: Node can read them but not make them. */
import { createPublicKey, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';

export interface Issued {
  readonly name: string;
  /** PEM. */
  readonly certificate: string;
  /** PEM, PKCS #8. */
  readonly key: string;
  readonly encryptedKey: string;
  readonly privateKey: KeyObject;
}

interface Request {
  readonly name: string;
  /** Who issues it; itself when left out. */
  readonly by?: Issued;
  readonly isAuthority?: boolean;
  /** Days from now until it expires; one in the past began a year before. */
  readonly days?: number;
}

const dayMs = 24 * 3600 * 1000;

export function issue({ name, by, isAuthority = false, days = 90 }: Request): Issued {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const expires = Date.now() + days * dayMs;
  const algorithm = der(0x30, identifier('2a8648ce3d040302')); // ecdsa-with-SHA256
  const body = der(
    0x30,
    der(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([0x40]), randomBytes(15)])),
    algorithm,
    commonName(by?.name ?? name),
    der(0x30, time(expires - 365 * dayMs), time(expires)),
    commonName(name),
    createPublicKey(privateKey).export({ type: 'spki', format: 'der' }),
    der(
      0xa3,
      der(
        0x30,
        der(0x30, identifier('551d13'), octets(der(0x30, ...(isAuthority ? [der(0x01, Buffer.from([0xff]))] : [])))),
        ...(isAuthority ? [] : [der(0x30, identifier('551d11'), octets(der(0x30, der(0x82, Buffer.from(name)))))]),
      ),
    ),
  );
  const signature = sign('sha256', body, by?.privateKey ?? privateKey);
  const whole = der(0x30, body, algorithm, der(0x03, Buffer.from([0]), signature));
  const lines = whole.toString('base64').match(/.{1,64}/g)!;
  return {
    name,
    certificate: `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    encryptedKey: privateKey
      .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'for tests' })
      .toString(),
    privateKey,
  };
}

function der(tag: number, ...contents: Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const identifier = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'));
const integer = (bytes: Buffer): Buffer => der(0x02, bytes);
const octets = (content: Buffer): Buffer => der(0x04, content);

function commonName(name: string): Buffer {
  return der(0x30, der(0x31, der(0x30, identifier('550403'), der(0x0c, Buffer.from(name)))));
}

function time(ms: number): Buffer {
  const digits = new Date(ms).toISOString().replace(/[-:T]|\.\d+/g, '');
  return der(0x17, Buffer.from(digits.slice(2)));
}
