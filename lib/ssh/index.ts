/** SSH as the platform's portal speaks it: OpenSSH's keys and certificates. */
export {
  type Certificate,
  type CertificateRequest,
  makeCertificate,
  readCertificate,
  verifyCertificate,
} from './certificates';
export { fingerprint, isSignedBy, type Key, publicKeyBytes, publicKeyLine, publicKeyObject } from './keys';
