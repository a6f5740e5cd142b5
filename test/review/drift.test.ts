import { readPlan } from '../../lib/review';
import { driftOf, driftToText, unknownIn } from '../../lib/review/drift';
import { changeOf, planOf, type Made } from './support/plans';

const found = (drift: readonly Made[], ignored: readonly string[] = []) =>
  driftOf(readPlan(planOf([], { resource_drift: drift.map(changeOf) }), 'plan'), ignored);

const app: Made = {
  before: { id: '7', config: { A: '1', B: '1' }, docker_image: 'acme/web:1', release: 'a' },
  after: { id: '7', config: { A: '2', B: '2' }, docker_image: 'acme/web:2', release: 'b' },
};
const config = { path: 'config', keys: ['A', 'B'], setBy: ['deploy', 'configure', 'rebuild'] };
const image = { path: 'docker_image', before: 'acme/web:1', after: 'acme/web:2', setBy: config.setBy };
const ofApp = (...attributes: object[]) => ({
  address: 'aptible_app.web',
  type: 'aptible_app',
  id: '7',
  isRemoved: false,
  attributes,
});

test.each<[string, Made[], string[], object[]]>([
  ['what only the platform sets is no drift', [{ before: { release: 'a' }, after: { release: 'b' } }], [], []],
  ['what a configuration sets is', [app], [], [ofApp(config, image)]],
  ['a resource that is ignored', [app], ['aptible_app.web'], []],
  ['a module that is ignored', [{ ...app, address: 'module.m[0].aptible_app.web' }], ['module.m'], []],
  ['a name that only begins like it', [app], ['aptible_app.we'], [ofApp(config, image)]],
  ['an attribute that is ignored', [app], ['aptible_app.web.config'], [ofApp(image)]],
  ['a key that is ignored', [app], ['aptible_app.web.config.A'], [ofApp({ ...config, keys: ['B'] }, image)]],
  ['both keys that differ', [app], ['aptible_app.web.config.A', 'aptible_app.web.config.B'], [ofApp(image)]],
  [
    'rights that were changed inside of a database, which only the provider says',
    [{ address: 'aptible_database_user.u', before: { missing_privileges: [] }, after: { missing_privileges: ['x'] } }],
    [],
    [
      {
        address: 'aptible_database_user.u',
        type: 'aptible_database_user',
        isRemoved: false,
        attributes: [{ path: 'missing_privileges' }],
      },
    ],
  ],
  [
    'a resource of another provider',
    [{ address: 'aws_s3_bucket.b', before: { id: 'b', acl: 'x' }, after: { id: 'b', acl: 'y' } }],
    [],
    [{ address: 'aws_s3_bucket.b', type: 'aws_s3_bucket', isRemoved: false, attributes: [] }],
  ],
])('%s', (_, drift, ignored, expected) => {
  expect(found(drift, ignored)).toEqual(expected);
});

test('a text for what was only changed, with the author where there is one', () => {
  const drift = found([
    { ...app, address: 'module.m["a"].aptible_app.web' },
    { address: 'aws_s3_bucket.b', before: {}, after: {} },
  ]);
  expect(driftToText(drift, (_, { path }) => (path === 'config' ? 'last set by Jane' : undefined))).toBe(
    `Changed outside of Terraform since the last apply: 2 resources.

module.m["a"].aptible_app.web
  config (A, B)
    last set by Jane
  docker_image acme/web:1 → acme/web:2

aws_s3_bucket.b
  was changed

Put it back: "terraform apply" makes it what the configuration says. What the configuration leaves out stays as it is.

Take it over: write it into the configuration until "terraform plan" shows no changes, then run "terraform apply -refresh-only".

Leave it out of this report: --ignore 'module.m["a"].aptible_app.web.config'
`,
  );
});

const hashed = 'aptible_app.environment_web_1A2B3C4D';
const service = { container_count: 1, process_type: 'my_web' };
const ofDefinition: Made = {
  address: hashed,
  before: { id: '7', config: { A: '1', B: '1' }, service: [service] },
  after: { id: '7', config: { A: '2', B: '2' }, service: [{ ...service, container_count: 2 }] },
};
const entries = new Map([[hashed, 'apps.web']]);
const state = { values: { root_module: { resources: [{ address: 'aptible_app.api' }, { address: hashed }] } } };
const planOfDefinition = readPlan(planOf([], { resource_drift: [changeOf(ofDefinition)], prior_state: state }), 'plan');

test('what a definition describes is called as it is there, with its commands', () => {
  const remedies = {
    ...{ source: 'the definition', block: 'entry', apply: '"cdktf-aptible deploy a.yaml"' },
    ...{ plan: '"cdktf-aptible plan a.yaml"', accept: '"terraform apply -refresh-only" in out' },
  };
  expect(driftToText(driftOf(planOfDefinition, ['apps.web.config.A'], entries), () => undefined, remedies)).toBe(
    `Changed outside of Terraform since the last apply: 1 resource.

apps.web (aptible_app.environment_web_1A2B3C4D)
  config (B)
  services.my_web.containerCount 1 → 2

Put it back: "cdktf-aptible deploy a.yaml" makes it what the definition says. What the definition leaves out stays as it is.

Take it over: write it into the definition until "cdktf-aptible plan a.yaml" shows no changes, then run "terraform apply -refresh-only" in out.

Leave it out of this report: --ignore apps.web.config
`,
  );
});

test.each([['apps.web'], [hashed], ['apps']])('%s leaves out an entry', (ignored) => {
  expect(driftOf(planOfDefinition, [ignored], entries)).toEqual([]);
});

test('attributes of an entry are left out by the words of a definition and by those of Terraform', () => {
  const left = driftOf(planOfDefinition, ['apps.web.services.my_web.containerCount', 'apps.web.config'], entries);
  expect(left).toEqual([]);
  expect(driftOf(planOfDefinition, ['apps.web.service', `${hashed}.config`], entries)).toEqual([]);
});

test('what is ignored and nowhere in the state is told', () => {
  const ignored = ['apps.web.config.A', 'aptible_app.api', 'aptible_app', 'apps.wep', 'apps.w', 'aptible_app.ap'];
  expect(unknownIn(ignored, planOfDefinition, entries)).toEqual(['apps.wep', 'apps.w', 'aptible_app.ap']);
});
