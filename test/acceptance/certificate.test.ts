import { issue, type Issued } from '../support/certificates';
import { environment } from './support/hcl';
import { Stage } from './support/stage';

const image = 'quay.io/aptible/deploy-demo-app';

let stage: Stage;
let authority: Issued;
let first: Issued;
let second: Issued;
beforeAll(() => {
  authority = issue({ name: 'Test Authority', isAuthority: true });
  first = issue({ name: 'www.example.com', by: authority });
  second = issue({ name: 'www.example.com', by: authority });
});
beforeEach(async () => {
  stage = await Stage.set({ images: { [image]: ['web'] }, databases: 'none' });
});
afterEach(() => stage.strike());

const www = 'aptible_certificate.www';
const endpoint = 'aptible_endpoint.www';

const block = (name: string, body: string) => `
resource "aptible_certificate" "${name}" {
  env_id = aptible_environment.staging.env_id
${body}
}
`;

const certificate = (body: string) => environment + block('www', body);

const pem = (name: string, text: string) => `  ${name} = <<-PEM\n${text}PEM\n`;
const bundle = (body: string, key: string) => pem('certificate_body', body) + pem('private_key', key);
const withKey = ({ certificate: leaf, key }: Issued, chain = authority.certificate) =>
  certificate(bundle(leaf + chain, key));
const writeOnly = ({ certificate: leaf, key }: Issued, version = 1) =>
  certificate(
    pem('certificate_body', authority.certificate + leaf) +
      pem('private_key_wo', key) +
      `  private_key_wo_version = ${version}`,
  );

const app = `
resource "aptible_app" "web" {
  env_id       = aptible_environment.staging.env_id
  handle       = "acme-web"
  docker_image = "${image}"
}
`;

const used = (hcl: string) => `${hcl}${app}
resource "aptible_endpoint" "www" {
  env_id         = aptible_environment.staging.env_id
  resource_type  = "app"
  resource_id    = aptible_app.web.app_id
  process_type   = "web"
  domain         = "www.example.com"
  certificate_id = aptible_certificate.www.certificate_id
}
`;

const uploaded = async (): Promise<unknown[]> => {
  const { env_id: id } = await stage.attributes('aptible_environment.staging');
  const { _embedded: embedded } = await stage.get(`/accounts/${String(id)}/certificates`);
  return (embedded as { certificates: { id: number }[] }).certificates.map((each) => each.id);
};

test('a certificate is uploaded with what is in it as attributes, planned empty, and gone after destroy', async () => {
  await stage.apply(withKey(first));
  const attributes = await stage.attributes(www);
  expect(attributes).toEqual({
    id: String(attributes['certificate_id']),
    certificate_id: expect.any(Number) as number,
    env_id: (await stage.attributes('aptible_environment.staging'))['env_id'],
    certificate_body: first.certificate + authority.certificate,
    private_key: first.key,
    private_key_wo: null,
    private_key_wo_version: null,
    common_name: 'www.example.com',
    subject_alternative_names: ['www.example.com'],
    not_before: expect.stringMatching(/^20\d\d-/) as string,
    not_after: expect.stringMatching(/^20\d\d-/) as string,
    issuer_common_name: 'Test Authority',
    issuer_organization: '',
    sha256_fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    private_key_algorithm: 'ec',
    self_signed: false,
    trusted: false,
    timeouts: null,
  });
  await stage.terraform.destroy();
  expect((await stage.request('GET', `/certificates/${attributes['id']}`)).status).toBe(404);
});

test('a write-only key is in no state; moving to it uploads nothing, another version of it does', async () => {
  await stage.apply(withKey(first));
  const { id } = await stage.attributes(www);
  expect(await stage.actions(writeOnly(first))).toEqual({ [www]: 'update' });
  await stage.apply(writeOnly(first));
  expect(await stage.attributes(www)).toMatchObject({ id, private_key: null, private_key_wo: null });
  expect(JSON.stringify(await stage.terraform.state())).not.toContain('PRIVATE KEY');

  await stage.apply(writeOnly(first, 2));
  const after = (await stage.attributes(www))['certificate_id'];
  expect(String(after)).not.toBe(id);
  expect(await uploaded()).toEqual([after]);
});

test('another certificate is uploaded first, given to the endpoint, and the old one removed', async () => {
  await stage.apply(used(withKey(first)));
  const before = await stage.attributes(www);
  const { id: endpointId } = await stage.attributes(endpoint);
  expect(await stage.actions(used(withKey(second)))).toEqual({ [www]: 'update', [endpoint]: 'update' });

  // What the endpoint does not take is finished by the next apply, without a second upload.
  stage.platform.control.failNext({ operation: 'provision', log: 'there is no load balancer' });
  expect(await stage.terraform.applyRefused()).toContain('there is no load balancer');
  expect((await stage.attributes(www))['id']).toBe(before['id']);
  const [, successor] = await uploaded();
  await stage.apply(used(withKey(second)));
  const after = await stage.attributes(www);
  expect(after['certificate_id']).toBe(successor);
  expect(await stage.attributes(endpoint)).toMatchObject({ id: endpointId, certificate_id: successor });
  expect(await uploaded()).toEqual([successor]);

  // One that an endpoint uses is not removed, and the error names the endpoint.
  await stage.terraform.expect('state', 'rm', endpoint);
  await stage.write(environment + app);
  const output = await stage.terraform.applyRefused();
  expect(output).toContain('endpoints use it');
  expect(output).toContain('"www.example.com"');
});

test('a certificate is imported by id, by common name and by fingerprint, and created anew when removed by hand', async () => {
  await stage.apply(writeOnly(first));
  // The same certificates in another order plan nothing.
  const { certificate: leaf, key } = first;
  const reordered = certificate(
    pem('certificate_body', leaf + authority.certificate) + pem('private_key_wo', key) + '  private_key_wo_version = 1',
  );
  expect(await stage.actions(reordered)).toEqual({});
  await stage.write(writeOnly(first));
  const { id, sha256_fingerprint: fingerprint } = await stage.attributes(www);
  for (const importId of [String(id), 'acme-staging/www.example.com', `acme-staging/${String(fingerprint)}`]) {
    await stage.terraform.expect('state', 'rm', www);
    await stage.terraform.expect('import', '-input=false', www, importId);
    // The version is a number of the configuration, which the platform does not know.
    expect(await stage.actions(writeOnly(first))).toEqual({ [www]: 'update' });
    expect((await stage.attributes(www))['id']).toBe(id);
  }
  await stage.apply(writeOnly(first));
  expect((await stage.attributes(www))['id']).toBe(id);
  await stage.request('DELETE', `/certificates/${String(id)}`);
  expect(await stage.actions(writeOnly(first))).toEqual({ [www]: 'create' });
});

test('an expired certificate is uploaded with a warning', async () => {
  await stage.write(withKey(issue({ name: 'old.example.com', by: authority, days: -1 })));
  const { output } = await stage.terraform.expect('apply', '-auto-approve', '-input=false', '-no-color');
  expect(output).toMatch(/old\.example\.com.*has expired/);
});

test('refused at plan, all at once', async () => {
  const { certificate: leaf, key } = first;
  const chain = authority.certificate;
  const cases: Record<string, [body: string, message: RegExp]> = {
    no_key: [pem('certificate_body', leaf), /one of private_key_wo and private_key/],
    both_keys: [
      pem('certificate_body', leaf) + pem('private_key', key) + pem('private_key_wo', key),
      /it cannot be set beside private_key_wo/,
    ],
    foreign_key: [bundle(leaf + chain, second.key), /private key does not belong to the certificate/],
    encrypted_key: [bundle(leaf + chain, first.encryptedKey), /private key has a passphrase/],
    not_a_key: [bundle(leaf + chain, 'key.pem\n'), /private key cannot be read/],
    not_a_body: [bundle('www.pem\n', key), /no certificate in certificate_body/],
    key_in_the_body: [bundle(leaf + key, key), /private key in certificate_body/],
    damaged: [bundle(leaf.replace(/M[A-Z]/, '!!') + chain, key), /damaged.*1/],
    stranger: [bundle(leaf + chain + second.certificate, key), /does not belong to the chain/],
  };
  const names = Object.keys(cases);
  await stage.write(environment + names.map((name) => block(name, cases[name]![0])).join(''));
  expect(await stage.terraform.planProblems()).toEqual(
    Object.fromEntries(names.map((name) => [`aptible_certificate.${name}`, expect.stringMatching(cases[name]![1])])),
  );
});
