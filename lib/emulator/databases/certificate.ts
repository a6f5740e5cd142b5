import { issueCertificate, readAuthority, type Issued } from '../../x509';
import type { Authority } from '.';

const dayMs = 24 * 3600 * 1000;

/** Makes the certificate of a database's server. It is made anew at each start, with the names and addresses of that time. */
export function serverCertificate(
  { certificatePem, privateKeyPem }: Authority,
  dnsNames: readonly string[],
  ipAddresses: readonly string[],
): Issued {
  return issueCertificate({
    organization: 'Local platform',
    commonName: dnsNames[0] ?? ipAddresses[0]!,
    issuer: readAuthority(certificatePem, privateKeyPem),
    dnsNames,
    ipAddresses,
    keyUsage: ['digitalSignature'],
    extendedKeyUsage: ['serverAuth'],
    validFrom: new Date(Date.now() - dayMs),
    validTo: new Date(Date.now() + 5 * 365 * dayMs),
  });
}
