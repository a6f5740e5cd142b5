import type { Construct, IConstruct } from 'constructs';
import * as bindings from '../bindings';
import { dataSources, resources } from '../schema';
import { configOf } from './config';
import { given, inEnvironment, ofPlatformResource, secret, type AttributesOf } from './props';
import { inStack, KnownById, Resource, type ResourceProps, type Timeouts } from './resource';
import type { IEnvironment, LookUpOptions } from './scope';

/** Props of a certificate. */
export interface CertificateProps extends ResourceProps {
  /**
   * The environment whose endpoints can show it. A change replaces the certificate.
   *
   * @default - the nearest environment around it: `new Certificate(environment, ...)`
   */
  readonly environment?: IEnvironment;

  /**
   * The certificate and those of its chain, as PEM, in any order: its content, as `readFileSync` gives it, not the name of a file. Another
   * one is uploaded and given to the endpoints before the old one is removed.
   */
  readonly body: string;

  /**
   * Its private key, as PEM without a passphrase, that is never kept in a plan or a state. A secret: a `TerraformVariable` or another
   * reference. Needs Terraform 1.11. One of `privateKeyWriteOnly` and `privateKey` is needed.
   *
   * @default - `privateKey`
   */
  readonly privateKeyWriteOnly?: string;

  /**
   * A whole number of yours. Another one uploads the certificate anew, with the key that `privateKeyWriteOnly` has then.
   *
   * @default - none: another `body` uploads it anew
   */
  readonly privateKeyWriteOnlyVersion?: number;

  /**
   * The same as `privateKeyWriteOnly`, but kept in the state, for Terraform before 1.11.
   *
   * @default - `privateKeyWriteOnly`
   */
  readonly privateKey?: string;

  /**
   * How long Terraform waits for the platform before it gives up.
   *
   * @default - the provider's defaults: the reference page of the resource has them
   */
  readonly timeouts?: Timeouts;
}

const definition = resources.aptible_certificate;

export const certificateAttributes = {
  ...ofPlatformResource,
  environment: inEnvironment,
  body: 'certificate_body',
  privateKey: secret('private_key'),
  privateKeyWriteOnly: secret('private_key_wo'),
  privateKeyWriteOnlyVersion: 'private_key_wo_version',
} as const satisfies AttributesOf<CertificateProps, typeof definition>;

/** A certificate. */
export interface ICertificate extends IConstruct {
  /** The platform's number for it. Another certificate has another one. */
  readonly certificateId: number;
}

const byFingerprint = { fingerprint: 'fingerprint', environment: inEnvironment } as const;

class CertificateFromFingerprint extends Resource implements ICertificate {
  protected readonly element: bindings.DataAptibleCertificate;

  constructor(scope: Construct, id: string, wanted: { readonly fingerprint: string } & LookUpOptions) {
    super(scope, id);
    const lookUp = given(dataSources.aptible_certificate, byFingerprint, wanted);
    const config = configOf(this, lookUp, 'Certificate.fromFingerprint');
    this.element = inStack(new bindings.DataAptibleCertificate(this, 'Resource', config));
  }

  get certificateId(): number {
    return this.element.certificateId;
  }
}

class CertificateFromId extends KnownById implements ICertificate {
  constructor(
    scope: Construct,
    id: string,
    readonly certificateId: number,
  ) {
    super(scope, id, { certificateId });
  }
}

/**
 * A certificate of your own, for endpoints. Those with managed TLS, or of the platform's domain, need none.
 *
 * @example
 * const key = new TerraformVariable(stack, 'private_key', { type: 'string', sensitive: true });
 * const certificate = new Certificate(environment, 'www', {
 *   body: readFileSync('www.example.com.pem', 'utf8'),
 *   privateKeyWriteOnly: key.stringValue,
 * });
 * app.addEndpoint('www', { service: 'web', domain: 'www.example.com', certificate });
 */
export class Certificate extends Resource implements ICertificate {
  /**
   * Finds a certificate that is not made here: Terraform looks it up by its SHA-256 fingerprint. A plan fails when there is none.
   *
   * @param fingerprint in hexadecimal, with or without colons; or its beginning, as far as no other certificate of the environment has the same
   * @throws when it is not hexadecimal; when there is no environment.
   */
  static fromFingerprint(scope: Construct, id: string, fingerprint: string, options: LookUpOptions = {}): ICertificate {
    return new CertificateFromFingerprint(scope, id, { fingerprint, ...options });
  }

  /**
   * Takes a certificate that is not made here, by its number, which is not looked up.
   *
   * @throws when it is not a whole number from 1 on.
   */
  static fromId(scope: Construct, id: string, certificateId: number): ICertificate {
    return new CertificateFromId(scope, id, certificateId);
  }

  protected readonly element: bindings.Certificate;

  /** @throws when props break the platform's limits, with all problems at once; when there is no environment. */
  constructor(scope: Construct, id: string, props: CertificateProps) {
    super(scope, id, props);
    const config = configOf(this, given(definition, certificateAttributes, props));
    this.element = inStack(new bindings.Certificate(this, 'Resource', config));
  }

  get certificateId(): number {
    return this.element.certificateId;
  }

  /** The name that it is for. */
  get commonName(): string {
    return this.element.commonName;
  }

  /** The time until which it is valid, as RFC 3339. */
  get notAfter(): string {
    return this.element.notAfter;
  }

  /** Its SHA-256 fingerprint, in hexadecimal. */
  get sha256Fingerprint(): string {
    return this.element.sha256Fingerprint;
  }
}
