import { environmentId, environmentOf } from './common';
import { dataSource, resource } from './define';
import { environmentOfSought, foundBy, listOf, shown, sought, soughtId } from './look-up';

function computed(description: string) {
  return { type: 'string', description, computed: true, stable: { unless: ['certificate_body'] } } as const;
}

function ofLeaf<const T extends 'bool' | readonly ['list', 'string']>(type: T, description: string) {
  return { type, description, computed: true, stable: { unless: ['certificate_body'] } } as const;
}

export const certificate = resource({
  name: 'aptible_certificate',
  description:
    'A certificate of your own, for endpoints. Another certificate is uploaded beside the old one, the endpoints are moved to it, and then the old one is removed: no endpoint is without one meanwhile. Endpoints of the platform’s own domain, and those with managed TLS, need none.',
  example: `resource "aptible_certificate" "www" {
  env_id                 = aptible_environment.staging.env_id
  certificate_body       = file("www.example.com.pem")
  private_key_wo         = var.private_key
  private_key_wo_version = 1
}

resource "aptible_endpoint" "www" {
  env_id         = aptible_environment.staging.env_id
  resource_type  = "app"
  resource_id    = aptible_app.web.app_id
  process_type   = "web"
  domain         = "www.example.com"
  certificate_id = aptible_certificate.www.certificate_id
}`,
  importIds: [
    { form: '1234', words: 'its id' },
    {
      form: 'acme-staging/www.example.com',
      words: 'the handle of its environment and its common name, or its SHA-256 fingerprint',
    },
  ],
  timeoutsMinutes: { create: 30, read: 10, update: 60, delete: 30 },
  attributes: {
    env_id: environmentId,
    certificate_body: {
      type: 'string',
      description:
        'The certificate and those of its chain, as PEM, in any order. Checked before anything is sent: that they belong together, and that the private key belongs to them.',
      required: true,
      notEmpty: 'give the PEM text itself, not the name of its file',
    },
    private_key: {
      type: 'string',
      description:
        'Its private key, as PEM without a passphrase: RSA of 1024, 2048 or 4096 bits, or ECDSA of the curve P-256, P-384 or P-521. It is kept in the state: prefer `private_key_wo`.',
      optional: true,
      sensitive: true,
      notEmpty: 'give the PEM text itself, not the name of its file',
    },
    private_key_wo: {
      type: 'string',
      description: 'The same as `private_key`, but never kept in a plan or a state. Needs Terraform 1.11.',
      optional: true,
      sensitive: true,
      writeOnly: true,
      notEmpty: 'give the PEM text itself, not the name of its file',
    },
    private_key_wo_version: {
      type: 'number',
      description:
        'A number of yours. Another one uploads the certificate anew, with the key that `private_key_wo` has then.',
      optional: true,
      integer: true,
    },
    certificate_id: {
      type: 'number',
      description: 'Its id as a number. Another certificate has another id.',
      computed: true,
      stable: true,
    },
    common_name: computed('The name that it is for.'),
    subject_alternative_names: ofLeaf(['list', 'string'], 'All the names that it is for.'),
    not_before: computed('From when it is valid, as RFC 3339.'),
    not_after: computed('Until when it is valid, as RFC 3339. A plan warns when that is over.'),
    issuer_common_name: computed('Who issued it.'),
    issuer_organization: computed('The organization that issued it.'),
    sha256_fingerprint: computed('Its SHA-256 fingerprint, in hexadecimal.'),
    private_key_algorithm: computed('The kind of its private key.'),
    self_signed: ofLeaf('bool', 'Whether it issued itself.'),
    trusted: ofLeaf('bool', 'Whether its chain leads to an authority that the platform trusts.'),
  },
  rules: [
    {
      kind: 'exactlyOne',
      fields: ['private_key_wo', 'private_key'],
      why: 'a certificate is of use only with its private key',
    },
    {
      kind: 'when',
      field: 'private_key_wo_version',
      needs: ['private_key_wo'],
      why: 'it is the version of that key',
    },
  ],
});

const {
  id: _id,
  env_id: _environmentId,
  certificate_body,
  private_key: _key,
  private_key_wo: _writeOnlyKey,
  private_key_wo_version: _version,
  certificate_id,
  common_name,
  ...ofTheLeaf
} = certificate.attributes;

export const certificateData = dataSource({
  name: 'aptible_certificate',
  description:
    'A certificate that exists already, found by its id, its fingerprint or its common name. Its private key never leaves the platform.',
  example: `data "aptible_certificate" "www" {
  env_id      = data.aptible_environment.staging.env_id
  fingerprint = "1f3a9c"
}

data "aptible_certificate" "api" {
  env_id      = data.aptible_environment.staging.env_id
  common_name = "api.example.com"
}`,
  attributes: {
    env_id: environmentOfSought,
    certificate_id: soughtId(certificate_id.description),
    fingerprint: {
      type: 'string',
      description:
        'Its SHA-256 fingerprint, in hexadecimal with or without colons, or its beginning, as far as no other certificate of the environment has the same.',
      optional: true,
      pattern: { regex: '^[0-9A-Fa-f:]{1,95}$', words: 'hexadecimal digits, with or without colons' },
    },
    common_name: sought({
      type: 'string',
      description:
        'The name that it is for. A renewed certificate often has the name of the old one: then the fingerprint tells them apart.',
      notEmpty: 'leave it out to look the certificate up in another way',
    }),
    ...shown({
      certificate_body: { type: 'string', description: 'The certificate and those of its chain, as PEM.' },
      ...ofTheLeaf,
      not_after: { type: 'string', description: 'Until when it is valid, as RFC 3339.' },
    }),
  },
  rules: foundBy('certificate_id', 'fingerprint', 'common_name'),
});

export const certificatesData = dataSource({
  name: 'aptible_certificates',
  description:
    'The certificates of an environment, the newest first: those that were uploaded, and those that the platform got for managed TLS.',
  example: `data "aptible_certificates" "staging" {
  env_id = data.aptible_environment.staging.env_id
}`,
  attributes: {
    env_id: environmentOf('The id of the environment.'),
    certificates: listOf(
      'The certificates. `managed`: got by the platform, for managed TLS. The other names are those of the data source `aptible_certificate`.',
      { certificate_id, certificate_body, common_name, ...ofTheLeaf, managed: { type: 'bool' } },
    ),
  },
});
