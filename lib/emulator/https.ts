/** HTTPS for clients that speak nothing else. */
import { isIP } from 'node:net';
import { issueCertificate, type Issued } from '../x509';

const lifetimeMs = 365 * 24 * 3600 * 1000;
/** How long before now the certificate is valid already: a machine's clock may step back a little. */
const backdateMs = 60 * 1000;

/** Makes a certificate for this machine and for the address that it listens on. It is self-signed: clients have to be told to trust it. */
export function ownCertificate(host: string): Issued {
  const ipAddresses = new Set(['127.0.0.1', '::1', ...(isIP(host) === 0 ? [] : [host])]);
  const dnsNames = new Set(['localhost', ...(isIP(host) === 0 ? [host] : [])]);
  return issueCertificate({
    organization: 'Local platform',
    commonName: host,
    isAuthority: true,
    ipAddresses: [...ipAddresses],
    dnsNames: [...dnsNames],
    keyUsage: ['digitalSignature', 'keyCertSign'],
    extendedKeyUsage: ['serverAuth'],
    validFrom: new Date(Date.now() - backdateMs),
    validTo: new Date(Date.now() + lifetimeMs),
  });
}
