/**
 * A self-signed certificate for one run of the plugin. Node cannot make certificates, and the libraries that can take longer to
 * load than the whole handshake, so the few structures of X.509 that are needed are written here as DER.
 */
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

export interface Certificate {
  /** DER. */
  readonly der: Buffer;
  readonly certificatePem: string;
  readonly privateKeyPem: string;
}

const lifetimeMs = 30 * 365 * 24 * 3600 * 1000;
/** Clocks of one machine can step back a little. */
const backdateMs = 30 * 1000;

/** The client verifies the server name `localhost` against the subject's alternative names. */
export function createCertificate(now: Date = new Date()): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = sequence(
    set(sequence(objectIdentifier(2, 5, 4, 10), utf8String('Terraform plugin'))),
    set(sequence(objectIdentifier(2, 5, 4, 3), utf8String('localhost'))),
  );
  const signatureAlgorithm = sequence(objectIdentifier(1, 2, 840, 10045, 4, 3, 2));
  const toBeSigned = sequence(
    explicit(0, integer(Buffer.from([2]))),
    integer(serialNumber()),
    signatureAlgorithm,
    name,
    sequence(time(new Date(now.getTime() - backdateMs)), time(new Date(now.getTime() + lifetimeMs))),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    explicit(
      3,
      sequence(
        extension([2, 5, 29, 19], true, sequence(boolean(true))),
        // digitalSignature, keyEncipherment, keyAgreement, keyCertSign
        extension([2, 5, 29, 15], true, bitString(Buffer.from([0b10101100]), 2)),
        extension(
          [2, 5, 29, 37],
          false,
          sequence(objectIdentifier(1, 3, 6, 1, 5, 5, 7, 3, 2), objectIdentifier(1, 3, 6, 1, 5, 5, 7, 3, 1)),
        ),
        extension([2, 5, 29, 17], false, sequence(tagged(0x82, Buffer.from('localhost', 'ascii')))),
      ),
    ),
  );
  const der = sequence(toBeSigned, signatureAlgorithm, bitString(sign('sha256', toBeSigned, privateKey), 0));
  return {
    der,
    certificatePem: `-----BEGIN CERTIFICATE-----\n${(der.toString('base64').match(/.{1,64}/g) ?? []).join('\n')}\n-----END CERTIFICATE-----\n`,
    privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

/** 127 random bits: positive, and never zero in its first byte, so that it is in its shortest form. */
function serialNumber(): Buffer {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] as number) & 0x7f) | 0x40;
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

function extension(identifier: [number, number, ...number[]], critical: boolean, content: Buffer): Buffer {
  return sequence(objectIdentifier(...identifier), ...(critical ? [boolean(true)] : []), tagged(0x04, content));
}

/** X.509 wants UTCTime, with two digits for the year, up to 2049 and GeneralizedTime from then on. */
function time(date: Date): Buffer {
  const digits = date.toISOString().replace(/\.\d+/, '').replace(/[-:T]/g, '');
  const late = date.getUTCFullYear() >= 2050;
  return tagged(late ? 0x18 : 0x17, Buffer.from(late ? digits : digits.slice(2), 'ascii'));
}
