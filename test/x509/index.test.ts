import { createPrivateKey, X509Certificate } from 'node:crypto';
import { issueCertificate } from '../../lib/x509';

const validFrom = new Date('2026-03-04T05:06:07.890Z');
const validTo = new Date('2027-03-04T05:06:07.890Z');
const request = { commonName: 'www.example.com', validFrom, validTo };

test('a certificate that another one has signed', () => {
  const issuer = issueCertificate({ ...request, organization: 'Acme', commonName: 'Root', isAuthority: true });
  const { certificatePem, privateKeyPem } = issueCertificate({ ...request, issuer, dnsNames: ['a.test', 'b.test'] });
  const certificate = new X509Certificate(certificatePem);
  const authority = new X509Certificate(issuer.certificatePem);
  expect({
    subject: certificate.subject,
    issuer: certificate.issuer,
    names: certificate.subjectAltName,
    isAuthority: certificate.ca,
    isIssued: certificate.checkIssued(authority) && certificate.verify(authority.publicKey),
    isSelfSigned: certificate.verify(certificate.publicKey),
    hasItsKey: certificate.checkPrivateKey(createPrivateKey(privateKeyPem)),
    validFrom: certificate.validFrom,
    validTo: certificate.validTo,
  }).toEqual({
    subject: 'CN=www.example.com',
    issuer: 'O=Acme\nCN=Root',
    names: 'DNS:a.test, DNS:b.test',
    isAuthority: false,
    isIssued: true,
    isSelfSigned: false,
    hasItsKey: true,
    validFrom: 'Mar  4 05:06:07 2026 GMT',
    validTo: 'Mar  4 05:06:07 2027 GMT',
  });
});

test.each([
  ['2049-11-23T00:00:00Z', 'Nov 23 00:00:00 2049 GMT', 0x17],
  ['2050-02-22T00:00:00Z', 'Feb 22 00:00:00 2050 GMT', 0x18],
])('one that is valid to %s says so in the form of time of that year', (until, expected, tag) => {
  const { der } = issueCertificate({ ...request, validTo: new Date(until) });
  const times = der.subarray(der.indexOf(Buffer.from(request.commonName)) + request.commonName.length);
  const notBeforeLength = times[3]!;
  expect(new X509Certificate(der).validTo).toBe(expected);
  expect(times[4 + notBeforeLength]).toBe(tag);
});

test.each([
  [['digitalSignature'], '03020780'],
  [['keyCertSign', 'cRLSign'], '03020106'],
  [['keyAgreement', 'digitalSignature'], '03020388'],
] as const)('the usage %j is written in the shortest form', (keyUsage, bits) => {
  const { der } = issueCertificate({ ...request, keyUsage });
  expect(der.toString('hex')).toContain(`0603551d0f0101ff0404${bits}`);
});

test('IP addresses are names too', () => {
  const ipAddresses = ['127.0.0.1', '::1', 'fe80::1:2', '2001:db8:0:0:1::ffff', '::ffff:192.0.2.1', '1:2:3:4:5:6:7:8'];
  const { der } = issueCertificate({ ...request, dnsNames: ['localhost'], ipAddresses });
  expect(new X509Certificate(der).subjectAltName).toBe(
    'DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1, IP Address:FE80:0:0:0:0:0:1:2, ' +
      'IP Address:2001:DB8:0:0:1:0:0:FFFF, IP Address:0:0:0:0:0:FFFF:C000:201, IP Address:1:2:3:4:5:6:7:8',
  );
});

test('the PEM is the same certificate', () => {
  const { der, certificatePem } = issueCertificate(request);
  expect(new X509Certificate(certificatePem).raw).toEqual(der);
  expect(certificatePem).toMatch(/^-----BEGIN CERTIFICATE-----\n([\w+/=]{1,64}\n)+-----END CERTIFICATE-----\n$/);
});

test('no two have the same serial number or key', () => {
  const [one, two] = [issueCertificate(request), issueCertificate(request)].map(({ der }) => new X509Certificate(der));
  expect(one!.serialNumber).toMatch(/^[4-7][0-9A-F]{31}$/);
  expect(one!.serialNumber).not.toBe(two!.serialNumber);
  expect(one!.publicKey.equals(two!.publicKey)).toBe(false);
});
