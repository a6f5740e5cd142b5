/** Certificates for tests, of authorities that nobody trusts. */
import { issueCertificate, type Issued as IssuedCertificate } from '../../lib/x509';

export interface Issued {
  readonly name: string;
  /** PEM. */
  readonly certificate: string;
  /** PEM, PKCS #8. */
  readonly key: string;
  readonly encryptedKey: string;
  readonly issued: IssuedCertificate;
}

interface Request {
  readonly name: string;
  /** The certificate whose key signs it. Left out, it signs itself. */
  readonly by?: Issued;
  readonly isAuthority?: boolean;
  /** Days from now until it expires. One that has expired began a year before that. */
  readonly days?: number;
}

const dayMs = 24 * 3600 * 1000;

export function issue({ name, by, isAuthority = false, days = 90 }: Request): Issued {
  const expires = Date.now() + days * dayMs;
  const issued = issueCertificate({
    commonName: name,
    issuer: by?.issued,
    isAuthority,
    dnsNames: isAuthority ? [] : [name],
    validFrom: new Date(expires - 365 * dayMs),
    validTo: new Date(expires),
  });
  return {
    name,
    certificate: issued.certificatePem,
    key: issued.privateKeyPem,
    encryptedKey: issued.privateKey
      .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'for tests' })
      .toString(),
    issued,
  };
}
