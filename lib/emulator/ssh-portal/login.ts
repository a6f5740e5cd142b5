/** Who may log in to the SSH portal: whoever has the certificate that the platform made for this user, and the key that it is for. */
import type { KeyObject } from 'node:crypto';
import { isSignedBy, readCertificate, verifyCertificate } from '../../ssh';
import type { Certificate } from '../../ssh/certificates';
import { messageOf } from '../error-message';

export interface Login {
  readonly user: string;
  /** The bytes of the key or the certificate that is shown. */
  readonly shown: Buffer;
  /** What the signature is of, and the signature; undefined where the client only asks whether it may come with a certificate. */
  readonly signed: Buffer | undefined;
  readonly signature: Buffer | undefined;
}

/** Says why this login is refused, or nothing when it is not. ssh2 itself checks nothing of it. */
export function refusalOf(
  { user, shown, signed, signature }: Login,
  { authority, now }: { readonly authority: KeyObject; readonly now: Date },
): string | undefined {
  let certificate: Certificate;
  try {
    certificate = readCertificate(shown);
  } catch (error) {
    return `what it shows is ${messageOf(error)}`;
  }
  const problem = verifyCertificate(certificate, { authorities: [authority], principal: user, now });
  if (problem !== undefined) return `its certificate is not good: ${problem}`;
  if (signature === undefined || signed === undefined) return undefined;
  return fits(certificate.publicKey, signed, signature)
    ? undefined
    : 'its signature does not fit the certificate’s key';
}

function fits(key: Buffer, signed: Buffer, signature: Buffer): boolean {
  try {
    return isSignedBy(key, signed, signature);
  } catch {
    // Its bytes are no signature.
    return false;
  }
}
