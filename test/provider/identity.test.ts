import { identityOf, userAgent } from '../../lib/provider/identity';

const file = 'terraform-provider-aptible_v0.1.0.cjs';

test.each([
  [
    'by its own name',
    `/acme/.terraform/providers/registry.terraform.io/cdktf-aptible/aptible/0.1.0/linux_amd64/${file}`,
    { version: '0.1.0', inPlaceOf: undefined },
    'cdktf-aptible/0.1.0 (terraform 1.11.4)',
  ],
  [
    'in place of another one',
    `/acme/.terraform/providers/registry.terraform.io/aptible/aptible/0.10.9900+cdktf-aptible.0.1.0/linux_amd64/${file}`,
    { version: '0.1.0', inPlaceOf: 'aptible/aptible 0.10.9900+cdktf-aptible.0.1.0' },
    'cdktf-aptible/0.1.0 (in place of aptible/aptible 0.10.9900+cdktf-aptible.0.1.0; terraform 1.11.4)',
  ],
  [
    'with Node beside it',
    '/acme/.terraform/providers/registry.terraform.io/cdktf-aptible/aptible/0.1.0/linux_amd64/provider.cjs',
    { version: '0.1.0', inPlaceOf: undefined },
    'cdktf-aptible/0.1.0 (terraform 1.11.4)',
  ],
  [
    'with Node beside it, in place of another one',
    '/acme/.terraform/providers/registry.terraform.io/aptible/aptible/0.10.9900+cdktf-aptible.0.1.0/linux_amd64/provider.cjs',
    { version: '0.1.0', inPlaceOf: 'aptible/aptible 0.10.9900+cdktf-aptible.0.1.0' },
    'cdktf-aptible/0.1.0 (in place of aptible/aptible 0.10.9900+cdktf-aptible.0.1.0; terraform 1.11.4)',
  ],
  [
    'on Windows',
    String.raw`C:\acme\.terraform\providers\registry.terraform.io\cdktf-aptible\aptible\0.1.0\windows_amd64\terraform-provider-aptible_v0.1.0.exe`,
    { version: '0.1.0', inPlaceOf: undefined },
    'cdktf-aptible/0.1.0 (terraform 1.11.4)',
  ],
  ['in the process of a test', '/acme/node_modules/jest/bin/jest.js', undefined, 'cdktf-aptible (terraform 1.11.4)'],
])('%s', (_, path, identity, agent) => {
  expect(identityOf(path)).toEqual(identity);
  expect(userAgent(identity, '1.11.4')).toBe(agent);
});
