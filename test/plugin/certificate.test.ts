import { createPrivateKey, X509Certificate } from 'node:crypto';
import { createCertificate } from '../../lib/plugin/certificate';

describe('createCertificate', () => {
  test('gives a self-signed certificate for localhost that is its own authority', () => {
    const { der, privateKeyPem } = createCertificate(new Date('2026-03-04T05:06:07.890Z'));
    const certificate = new X509Certificate(der);
    expect({
      subject: certificate.subject,
      issuer: certificate.issuer,
      subjectAltName: certificate.subjectAltName,
      isAuthority: certificate.ca,
      isSelfSigned: certificate.verify(certificate.publicKey),
      hasItsKey: certificate.checkPrivateKey(createPrivateKey(privateKeyPem)),
      host: certificate.checkHost('localhost'),
      keyUsage: certificate.keyUsage,
      curve: certificate.publicKey.asymmetricKeyDetails,
      validFrom: certificate.validFrom,
      validTo: certificate.validTo,
    }).toEqual({
      subject: 'O=Terraform plugin\nCN=localhost',
      issuer: 'O=Terraform plugin\nCN=localhost',
      subjectAltName: 'DNS:localhost',
      isAuthority: true,
      isSelfSigned: true,
      hasItsKey: true,
      host: 'localhost',
      // Node names the extended usages "keyUsage": TLS client and server.
      keyUsage: ['1.3.6.1.5.5.7.3.2', '1.3.6.1.5.5.7.3.1'],
      curve: { namedCurve: 'prime256v1' },
      validFrom: 'Mar  4 05:05:37 2026 GMT',
      validTo: 'Feb 25 05:06:07 2056 GMT',
    });
  });

  test.each([
    ['2019-12-01T00:00:00Z', 'Nov 23 00:00:00 2049 GMT', 0x17],
    ['2020-03-01T00:00:00Z', 'Feb 22 00:00:00 2050 GMT', 0x18],
  ])('made at %s is valid to %s, in the form of time of that year', (now, validTo, tag) => {
    const { der } = createCertificate(new Date(now));
    const times = der.subarray(der.indexOf(Buffer.from('localhost')) + 'localhost'.length);
    const notBeforeLength = times[3] as number;
    expect(new X509Certificate(der).validTo).toBe(validTo);
    expect(times[4 + notBeforeLength]).toBe(tag);
  });

  test('gives the same certificate as PEM', () => {
    const { der, certificatePem } = createCertificate();
    expect(new X509Certificate(certificatePem).raw).toEqual(der);
    expect(certificatePem).toMatch(/^-----BEGIN CERTIFICATE-----\n([\w+/=]{1,64}\n)+-----END CERTIFICATE-----\n$/);
  });

  test('never gives the same serial number or key twice', () => {
    const [one, two] = [createCertificate(), createCertificate()].map(({ der }) => new X509Certificate(der));
    expect(one?.serialNumber).toMatch(/^[4-7][0-9A-F]{31}$/);
    expect(one?.serialNumber).not.toBe(two?.serialNumber);
    expect(one?.publicKey.equals(two?.publicKey as never)).toBe(false);
  });
});
