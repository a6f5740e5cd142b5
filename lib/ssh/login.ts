import type { KeyObject } from 'node:crypto';
import type { Client } from 'ssh2';
import { publicKeyBytes, signBytes } from './keys';
import { Reader, string } from './wire';

/** The parts of ssh2's connection that are used here, though ssh2 does not document them. */
interface Internals {
  readonly _protocol: {
    authNone: (user: string) => void;
    readonly _authsQueue: string[];
    readonly _kex: { readonly sessionID: Buffer };
    readonly _cipher: { encrypt(packet: Buffer): void };
    readonly _packetRW: {
      readonly write: { readonly allocStart: number; alloc(size: number): Buffer; finalize(packet: Buffer): Buffer };
    };
  };
}

const userAuthRequest = Buffer.from([50]);
const isTrue = Buffer.from([1]);

/**
 * Makes a connection log in with a certificate. ssh2 cannot (mscdex/ssh2#551): it reads the key out of the certificate and forgets the
 * rest, and gives the request and the signature in it one name, where the certificate's has to be on the outside and the key's inside.
 * So this connection's request without credentials, the only one that it makes when it is given none, is replaced by one with a
 * certificate. The version of ssh2 is pinned, and a test logs in to a real sshd. Were the method to change its name, the portal would
 * refuse the login.
 *
 * @param client has been told to connect already: that makes the object whose method is replaced
 */
export function presentCertificate(client: Client, certificate: string, privateKey: KeyObject): void {
  const protocol = (client as Client & Internals)._protocol;
  const bytes = publicKeyBytes(certificate);
  // The type of an RSA certificate does not say with which hash it signs, but its algorithm does. signBytes chooses this one.
  const algorithm = new Reader(bytes).text().replace(/^ssh-rsa-/, 'rsa-sha2-512-');
  protocol.authNone = (user) => {
    const request = Buffer.concat([
      userAuthRequest,
      string(user),
      string('ssh-connection'),
      string('publickey'),
      isTrue,
      string(algorithm),
      string(bytes),
    ]);
    const signed = Buffer.concat([string(protocol._kex.sessionID), request]);
    const payload = Buffer.concat([request, string(signBytes(signed, privateKey))]);
    const { write } = protocol._packetRW;
    const packet = write.alloc(payload.length);
    packet.set(payload, write.allocStart);
    protocol._authsQueue.push('publickey');
    protocol._cipher.encrypt(write.finalize(packet));
  };
}
