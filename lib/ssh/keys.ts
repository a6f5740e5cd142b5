/** Public keys and signatures as OpenSSH writes them. */
import { createHash, createPublicKey, type JsonWebKey, type KeyObject, sign, verify } from 'node:crypto';
import { mpint, Reader, string, withoutZeros } from './wire';

/** A public key: the line of a `.pub` file, the bytes in that line, or a key of Node, public or private. */
export type Key = string | Buffer | KeyObject;

/** The names of a curve: that of SSH, that of a JSON Web Key, and the hash of its signatures. */
const curves = [
  { ssh: 'nistp256', jwk: 'P-256', hash: 'sha256' },
  { ssh: 'nistp384', jwk: 'P-384', hash: 'sha384' },
  { ssh: 'nistp521', jwk: 'P-521', hash: 'sha512' },
] as const;

/** The algorithms of RSA signatures. SHA-1, which SSH calls `ssh-rsa`, is not among them. */
const rsaHashes = { 'rsa-sha2-256': 'sha256', 'rsa-sha2-512': 'sha512' } as const;

/** Gives the bytes of the public key. */
export function publicKeyBytes(key: Key): Buffer {
  if (Buffer.isBuffer(key)) return key;
  return typeof key === 'string' ? bytesOfLine(key) : bytesOfKeyObject(key);
}

/** Writes the public key as one line, like that of a `.pub` file. */
export function publicKeyLine(key: Key, comment = ''): string {
  const bytes = publicKeyBytes(key);
  return [new Reader(bytes).text(), bytes.toString('base64'), comment].join(' ').trimEnd();
}

/** Gives the fingerprint as OpenSSH shows it: `SHA256:…`. */
export function fingerprint(key: Key): string {
  return `SHA256:${createHash('sha256').update(publicKeyBytes(key)).digest('base64').replace(/=+$/, '')}`;
}

/** Gives the public key as one of Node. */
export function publicKeyObject(key: Key): KeyObject {
  const reader = new Reader(publicKeyBytes(key));
  const type = reader.text();
  const jwk = (keyTypes[type] ?? unknownKeyType(type)).read(reader);
  reader.end();
  return createPublicKey({ key: jwk, format: 'jwk' });
}

/** Reads the fields of a public key, which a certificate has inside, and gives the whole key's bytes. */
export function readKeyFields(type: string, reader: Reader): Buffer {
  const start = reader.before.length;
  (keyTypes[type] ?? unknownKeyType(type)).read(reader);
  return Buffer.concat([string(type), reader.before.subarray(start)]);
}

/** Signs, in the form that SSH has for signatures: the algorithm, then its bytes. RSA signs with SHA-512 unless told otherwise. */
export function signBytes(data: Buffer, key: KeyObject, rsaAlgorithm: keyof typeof rsaHashes = 'rsa-sha2-512'): Buffer {
  const type = new Reader(publicKeyBytes(key)).text();
  if (type === 'ssh-rsa') return signature(rsaAlgorithm, sign(rsaHashes[rsaAlgorithm], data, key));
  if (type === 'ssh-ed25519') return signature(type, sign(null, data, key));
  const both = sign(curveOf(type).hash, data, { key, dsaEncoding: 'ieee-p1363' });
  const half = both.length / 2;
  return signature(type, Buffer.concat([mpint(both.subarray(0, half)), mpint(both.subarray(half))]));
}

/** Whether the signature, in SSH's form, is of these bytes and by this key: not by SHA-1, and not by the certificate of a key. */
export function isSignedBy(key: Key, data: Buffer, signed: Buffer): boolean {
  const type = new Reader(publicKeyBytes(key)).text();
  const reader = new Reader(signed);
  const algorithm = reader.text();
  const bytes = reader.string();
  reader.end();
  const object = publicKeyObject(key);
  if (type === 'ssh-rsa') {
    return Object.hasOwn(rsaHashes, algorithm) && verify(rsaHashes[algorithm as 'rsa-sha2-256'], data, object, bytes);
  }
  if (algorithm !== type) return false;
  if (type === 'ssh-ed25519') return verify(null, data, object, bytes);
  const numbers = new Reader(bytes);
  const size = Math.ceil(Number(/\d+$/.exec(type)![0]) / 8);
  const both = [numbers.string(), numbers.string()].map((each) => padded(withoutZeros(each), size));
  numbers.end();
  return verify(curveOf(type).hash, data, { key: object, dsaEncoding: 'ieee-p1363' }, Buffer.concat(both));
}

const signature = (algorithm: string, bytes: Buffer) => Buffer.concat([string(algorithm), string(bytes)]);

const padded = (bytes: Buffer, size: number) => Buffer.concat([Buffer.alloc(Math.max(0, size - bytes.length)), bytes]);

function bytesOfLine(line: string): Buffer {
  const [type = '', base64 = ''] = line.trim().split(/\s+/);
  const bytes = Buffer.from(base64, 'base64');
  const beginning = string(type);
  if (type === '' || !bytes.subarray(0, beginning.length).equals(beginning)) {
    throw new Error('not a public key of OpenSSH, which is one line: its type, such as ssh-rsa, a space, and base64');
  }
  return bytes;
}

function bytesOfKeyObject(key: KeyObject): Buffer {
  const { kty, crv, n, e, x, y } = (key.type === 'private' ? createPublicKey(key) : key).export({ format: 'jwk' });
  if (kty === 'RSA') return Buffer.concat([string('ssh-rsa'), mpint(base64url(e)), mpint(base64url(n))]);
  if (crv === 'Ed25519') return Buffer.concat([string('ssh-ed25519'), string(base64url(x))]);
  const curve = curves.find(({ jwk }) => jwk === crv);
  if (!curve) throw new Error(`SSH has no keys of the type ${crv ?? kty}`);
  const point = Buffer.concat([Buffer.from([4]), base64url(x), base64url(y)]);
  return Buffer.concat([string(`ecdsa-sha2-${curve.ssh}`), string(curve.ssh), string(point)]);
}

const base64url = (text: string | undefined) => Buffer.from(text!, 'base64url');

/** Reads the fields after the type as a JSON Web Key. */
const keyTypes: Record<string, { readonly read: (reader: Reader) => JsonWebKey } | undefined> = {
  'ssh-rsa': {
    read: (reader) => {
      const [e, n] = [reader.string(), reader.string()].map((each) => withoutZeros(each).toString('base64url'));
      return { kty: 'RSA', e, n };
    },
  },
  'ssh-ed25519': {
    read: (reader) => ({ kty: 'OKP', crv: 'Ed25519', x: reader.string().toString('base64url') }),
  },
  ...Object.fromEntries(
    curves.map(({ ssh, jwk }) => [
      `ecdsa-sha2-${ssh}`,
      {
        read: (reader: Reader): JsonWebKey => {
          if (reader.text() !== ssh) throw new Error('the curve is not that of its type');
          const point = reader.string();
          if (point[0] !== 4) throw new Error('the point of the curve is compressed');
          const size = (point.length - 1) / 2;
          const [x, y] = [point.subarray(1, 1 + size), point.subarray(1 + size)];
          return { kty: 'EC', crv: jwk, x: x.toString('base64url'), y: y.toString('base64url') };
        },
      },
    ]),
  ),
};

function unknownKeyType(type: string): never {
  throw new Error(`keys of the type ${JSON.stringify(type)} are not supported, only RSA, Ed25519 and ECDSA`);
}

function curveOf(type: string): (typeof curves)[number] {
  return curves.find(({ ssh }) => type === `ecdsa-sha2-${ssh}`) ?? unknownKeyType(type);
}
