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
});
