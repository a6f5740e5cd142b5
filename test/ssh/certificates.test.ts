import { execFileSync, spawnSync } from 'node:child_process';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import {
  type CertificateRequest,
  fingerprint,
  isSignedBy,
  makeCertificate,
  publicKeyBytes,
  publicKeyLine,
  publicKeyObject,
  readCertificate,
  verifyCertificate,
} from '../../lib/ssh';
import { signBytes } from '../../lib/ssh/keys';
import { runs } from '../support/runs';

const privateKeys: Record<string, KeyObject> = {
  'ssh-rsa': generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey,
  'ssh-ed25519': generateKeyPairSync('ed25519').privateKey,
  'ecdsa-sha2-nistp256': generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
  'ecdsa-sha2-nistp384': generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey,
  'ecdsa-sha2-nistp521': generateKeyPairSync('ec', { namedCurve: 'P-521' }).privateKey,
};
const types = Object.keys(privateKeys);
const rsa = privateKeys['ssh-rsa']!;
const ed25519 = privateKeys['ssh-ed25519']!;

const validFrom = new Date('2026-03-04T05:06:07Z');
const validTo = new Date('2026-03-04T06:06:07Z');
const now = new Date('2026-03-04T05:30:00Z');
const request: CertificateRequest = {
  publicKey: rsa,
  authority: ed25519,
  keyId: 'one of Ann',
  principals: ['ann'],
  validFrom,
  validTo,
};
const check = { authorities: [ed25519], principal: 'ann', now };

const hasSshKeygen = spawnSync('ssh-keygen', ['-V']).error === undefined;
if (!hasSshKeygen) console.warn('skipped: what ssh-keygen reads and makes, since there is no ssh-keygen on PATH');
const withSshKeygen = hasSshKeygen ? test : test.skip;

const directory = mkdtempSync(join(tmpdir(), 'certificates-'));
afterAll(() => rmSync(directory, { recursive: true }));

test.each(types)('a key %s is the same in each of its forms', (type) => {
  const key = privateKeys[type]!;
  const line = publicKeyLine(key, 'a comment');
  expect(line).toMatch(new RegExp(`^${type} [\\w+/=]+ a comment$`));
  expect(publicKeyBytes(line)).toEqual(publicKeyBytes(key));
  expect(publicKeyBytes(publicKeyObject(line))).toEqual(publicKeyBytes(key));
  expect(fingerprint(line)).toBe(fingerprint(key));
});

test.each([
  ['', 'one line'],
  ['ssh-rsa', 'one line'],
  ['ssh-rsa AAAA', 'one line'],
  ['ssh-ed25519 AAAAB3NzaC1yc2EAAAADAQAB', 'one line'],
])('%j is refused as a key', (line, words) => {
  expect(() => publicKeyBytes(line)).toThrow(words);
});

test('a key of a type that SSH does not have is refused by name', () => {
  expect(() => publicKeyBytes(generateKeyPairSync('x25519').privateKey)).toThrow('SSH has no keys of the type X25519');
  expect(() => publicKeyObject(Buffer.from('\0\0\0\x07ssh-dss'))).toThrow('keys of the type "ssh-dss"');
});

test('what a key signs is its own: not of other bytes, not by another key, not SHA-1', () => {
  fc.assert(
    fc.property(fc.constantFrom(...types), fc.constantFrom(...types), fc.uint8Array(), (type, other, bytes) => {
      const data = Buffer.from(bytes);
      const signature = signBytes(data, privateKeys[type]!);
      expect(isSignedBy(privateKeys[type]!, data, signature)).toBe(true);
      expect(isSignedBy(privateKeys[type]!, Buffer.concat([data, Buffer.from('!')]), signature)).toBe(false);
      if (other !== type) expect(isSignedBy(privateKeys[other]!, data, signature)).toBe(false);
    }),
    { numRuns: runs(30) },
  );
  expect(isSignedBy(rsa, Buffer.from('x'), signBytes(Buffer.from('x'), rsa, 'rsa-sha2-256'))).toBe(true);
  const renamed = signBytes(Buffer.from('x'), rsa).toString('latin1').replace('\x0crsa-sha2-512', '\x07ssh-rsa');
  expect(isSignedBy(rsa, Buffer.from('x'), Buffer.from(renamed, 'latin1'))).toBe(false);
});

test('a certificate is read as it was made, and lets in whom it names while it is valid', () => {
  const text = fc.string({ unit: 'grapheme' });
  fc.assert(
    fc.property(
      fc.constantFrom(...types),
      fc.constantFrom(...types),
      text,
      fc.array(text, { minLength: 1 }),
      fc.uniqueArray(text),
      fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
      fc.tuple(fc.nat(4e9), fc.nat(4e9)),
      fc.nat(8e9),
      (type, authorityType, keyId, principals, extensions, serial, [from, length], at) => {
        const authority = privateKeys[authorityType]!;
        const [begin, end] = [new Date(from * 1000), new Date((from + length) * 1000)];
        const line = makeCertificate({
          ...{ publicKey: publicKeyLine(privateKeys[type]!), authority, keyId, principals, extensions, serial },
          ...{ validFrom: begin, validTo: end },
        });
        const certificate = readCertificate(line);
        expect(certificate).toEqual({
          ...{ type: `${type}-cert-v01@openssh.com`, publicKey: publicKeyBytes(privateKeys[type]!), kind: 'user' },
          ...{ keyId, principals, serial, criticalOptions: [], extensions: [...extensions].sort() },
          ...{ validFromSeconds: BigInt(from), validToSeconds: BigInt(from + length) },
          ...{ authority: publicKeyBytes(authority), signed: expect.any(Buffer), signature: expect.any(Buffer) },
        });
        const moment = new Date(at * 1000);
        const refusal = verifyCertificate(certificate, {
          authorities: [authority],
          principal: principals[0]!,
          now: moment,
        });
        expect(refusal === undefined).toBe(begin <= moment && moment < end);
      },
    ),
    { numRuns: runs(60) },
  );
});

test('a certificate with one other byte is not one, or does not let in', () => {
  const bytes = Buffer.from(makeCertificate({ ...request, publicKey: ed25519 }).split(' ')[1]!, 'base64');
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (position, change) => {
      const changed = Buffer.from(bytes);
      changed[position]! ^= change;
      const refusal = (): string | undefined => {
        try {
          return verifyCertificate(readCertificate(changed), check);
        } catch (error) {
          return (error as Error).message;
        }
      };
      expect(refusal()).toMatch(/not a certificate of OpenSSH|is no authority here|its signature does not fit/);
    }),
    { numRuns: runs(200) },
  );
});

test.each([
  [{ authority: rsa }, {}, /^it is signed by the key SHA256:[\w+/]{43}, which is no authority here$/],
  [{}, { now: new Date('2026-03-04T05:06:06Z') }, 'it is valid only from 2026-03-04T05:06:07.000Z on'],
  [{}, { now: validTo }, 'it was valid until 2026-03-04T06:06:07.000Z'],
  [{}, { principal: 'bob' }, 'it is for the user ann, not for bob'],
  [{ principals: [] }, {}, 'it is for no user, not for ann'],
  [{ principals: ['ann', 'eve'] }, { principal: '' }, 'it is for the user ann, eve, not for '],
] as const)('a certificate %# is refused with its reason', (change, difference, reason) => {
  const certificate = readCertificate(makeCertificate({ ...request, ...change }));
  const refusal = verifyCertificate(certificate, { ...check, ...difference });
  if (typeof reason === 'string') expect(refusal).toBe(reason);
  else expect(refusal).toMatch(reason);
});

withSshKeygen.each([...types.map((type) => [type, 'ssh-rsa']), ...types.map((type) => ['ssh-rsa', type])])(
  'ssh-keygen reads a certificate that we make: %s by %s',
  (type, authorityType) => {
    const authority = privateKeys[authorityType]!;
    const file = join(directory, 'ours-cert.pub');
    writeFileSync(file, makeCertificate({ ...request, publicKey: privateKeys[type]!, authority, serial: 7n }));
    const env = { ...process.env, TZ: 'UTC' };
    const shown = execFileSync('ssh-keygen', ['-L', '-f', file], { encoding: 'utf8', env }).replace(/\s+/g, ' ');
    expect(shown).toContain(fingerprint(privateKeys[type]!));
    expect(shown).toContain(fingerprint(authority));
    expect(shown).toContain(
      'Key ID: "one of Ann" Serial: 7 Valid: from 2026-03-04T05:06:07 to 2026-03-04T06:06:07 ' +
        'Principals: ann Critical Options: (none) Extensions: permit-X11-forwarding permit-agent-forwarding ' +
        'permit-port-forwarding permit-pty permit-user-rc',
    );
  },
);

withSshKeygen('we read what ssh-keygen makes', () => {
  const keygen = (...args: string[]) => execFileSync('ssh-keygen', ['-q', ...args], { cwd: directory });
  keygen('-t', 'rsa', '-b', '2048', '-N', '', '-C', '', '-f', 'authority');
  keygen('-t', 'ecdsa', '-N', '', '-C', '', '-f', 'user');
  const authority = readFileSync(join(directory, 'authority.pub'), 'utf8');
  const publicKey = readFileSync(join(directory, 'user.pub'), 'utf8');
  const signed = (...args: string[]) => {
    keygen('-s', 'authority', '-I', 'someone', ...args, 'user.pub');
    return readCertificate(readFileSync(join(directory, 'user-cert.pub'), 'utf8'));
  };
  const refusal = (...args: string[]) =>
    verifyCertificate(signed(...args), { authorities: [authority], principal: 'ann', now });
  expect(signed('-n', 'ann,bob', '-z', '9', '-O', 'clear', '-O', 'permit-pty')).toEqual({
    ...{ type: 'ecdsa-sha2-nistp256-cert-v01@openssh.com', publicKey: publicKeyBytes(publicKey), kind: 'user' },
    ...{ keyId: 'someone', principals: ['ann', 'bob'], serial: 9n, criticalOptions: [], extensions: ['permit-pty'] },
    ...{ validFromSeconds: 0n, validToSeconds: 2n ** 64n - 1n, authority: publicKeyBytes(authority) },
    ...{ signed: expect.any(Buffer), signature: expect.any(Buffer) },
  });
  expect(refusal('-n', 'ann', '-t', 'rsa-sha2-512')).toBeUndefined();
  expect(refusal('-n', 'ann', '-t', 'rsa-sha2-256')).toBeUndefined();
  expect(refusal('-n', 'ann', '-t', 'ssh-rsa')).toBe('its signature does not fit');
  expect(refusal('-n', 'ann', '-h')).toBe('it is the certificate of a server, not that of a user');
  expect(refusal('-n', 'ann', '-O', 'force-command=true')).toBe('it demands what is not known here: force-command');
});
