/** A self-signed certificate for one run of the plugin. */
import { issueCertificate, type Issued } from '../x509';

const lifetimeMs = 30 * 365 * 24 * 3600 * 1000;
/** Clocks of one machine can step back a little. */
const backdateMs = 30 * 1000;

/** The client verifies the server name `localhost` against the subject's alternative names. */
export function createCertificate(now: Date = new Date()): Issued {
  return issueCertificate({
    organization: 'Terraform plugin',
    commonName: 'localhost',
    isAuthority: true,
    dnsNames: ['localhost'],
    keyUsage: ['digitalSignature', 'keyEncipherment', 'keyAgreement', 'keyCertSign'],
    extendedKeyUsage: ['clientAuth', 'serverAuth'],
    validFrom: new Date(now.getTime() - backdateMs),
    validTo: new Date(now.getTime() + lifetimeMs),
  });
}
