/** SSH as the platform's portal speaks it: OpenSSH's keys and certificates, and a client with tunnels. */
export { makeCertificate, readCertificate, verifyCertificate, type CertificateRequest } from './certificates';
export { PortalError } from './errors';
export { fingerprint, isSignedBy, publicKeyBytes, publicKeyLine, publicKeyObject } from './keys';
export { connectToPortal, loadSsh2, makePrivateKey, timeOverStatus, type Portal, type PortalOptions } from './portal';
export { openTunnel, type PortalSocket, type Tunnel, type TunnelOptions } from './tunnel';
