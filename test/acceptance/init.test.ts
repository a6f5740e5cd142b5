import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { init } from '../../lib/cli/init';
import { Stage } from './support/stage';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.set({ images: { 'quay.io/aptible/deploy-demo-app': ['web'] } });
});
afterAll(() => stage.strike());

test('the configuration in HCL that init writes is applied as it is', async () => {
  jest.spyOn(console, 'log').mockImplementation();
  const directory = join(stage.terraform.directory, 'written');
  init(directory, { format: 'hcl', name: 'acme-hcl', stack: 'shared-us-east-1' });
  jest.restoreAllMocks();
  const written = readFileSync(join(directory, 'main.tf'), 'utf8');
  const begin = 'provider "aptible" {}\n';
  await stage.apply(written.slice(written.indexOf(begin) + begin.length));
  expect(stage.platform.control.list('vhost')).toMatchObject([{ default: true, internal: false }]);
  expect(stage.platform.control.list('app')).toMatchObject([{ handle: 'acme-hcl-web' }]);
});
