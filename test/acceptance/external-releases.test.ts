/** An app that a pipeline releases, with the real terraform: from its creation to a change of its configuration. */
import { AptibleCli } from '../emulator/clients/aptible-cli';
import { environment } from './support/hcl';
import { Stage } from './support/stage';

let stage: Stage;
beforeEach(async () => {
  stage = await Stage.set({ images: { 'acme/web:1': ['web'], 'acme/web:2': ['web'] } });
});
afterEach(() => stage.strike());

const configuration = (level: string) => `${environment}
resource "aptible_app" "web" {
  env_id          = aptible_environment.staging.env_id
  handle          = "acme-web"
  release_mode    = "external"
  external_config = ["RELEASE"]

  config = {
    LOG_LEVEL = "${level}"
  }

  service {
    process_type    = "web"
    container_count = 2
  }
}
`;

test('plans are empty before the first deploy and after each, and no change rolls an image back', async () => {
  const { url, token, control } = stage.platform;
  const cli = new AptibleCli(url, url, token);
  const deploy = (image: string, RELEASE: string) =>
    cli.run('deploy', [], { app: 'acme-web', dockerImage: image, env: { RELEASE } });

  await stage.apply(configuration('info'));
  await deploy('acme/web:1', '1');
  expect(await stage.terraform.actions()).toEqual({ 'aptible_app.web': 'update' });
  await stage.apply(configuration('info'));
  expect(control.list('service').map(({ container_count }) => container_count)).toEqual([2]);

  await deploy('acme/web:2', '2');
  expect(await stage.terraform.actions()).toEqual({});
  await stage.apply(configuration('debug'));
  const [app] = control.list('app');
  expect(control.list('setting', { id: app!.current_setting_id! })[0]!.settings).toEqual({
    APTIBLE_DOCKER_IMAGE: 'acme/web:2',
  });
  expect(control.list('configuration', { id: app!.current_configuration_id! })[0]!.env).toEqual({
    LOG_LEVEL: 'debug',
    RELEASE: '2',
  });
});
