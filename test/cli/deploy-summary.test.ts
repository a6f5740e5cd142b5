import { summaryOf, summaryText, type Done, type StateJson } from '../../lib/cli/deploy-summary';

type Attributes = Readonly<Record<string, unknown>>;

/** A state of addresses without modules: `aptible_app.web` → its attributes. */
function state(
  resources: Readonly<Record<string, Attributes>>,
  more: Partial<StateJson> = {},
  tainted: readonly string[] = [],
): StateJson {
  return {
    resources: Object.entries(resources).map(([address, attributes]) => {
      const [type = '', name = ''] = address.split('.');
      return {
        mode: 'managed',
        type,
        name,
        instances: [{ attributes, ...(tainted.includes(address) && { status: 'tainted' }) }],
      };
    }),
    ...more,
  };
}

const done = (part: Partial<Done>): Done => ({
  ...{ command: 'deploy', succeeded: true, before: {}, after: {}, names: new Map(), applied: [], operations: [] },
  ...part,
});
const textOf = (each: Done): string =>
  summaryText(summaryOf(each), { command: each.command, handle: 'acme-staging', file: 'aptible.yaml' });
const app = (kind: 'create' | 'update' | 'delete', id: string, hasFailed = false) => ({
  type: 'aptible_app',
  kind,
  id,
  hasFailed,
});
const namesOf = (...names: readonly string[]) =>
  new Map([
    ...names.map((name): [string, string] => [`aptible_app.${name}`, `apps.${name}`]),
    // What is only read is nothing that is made.
    ['data.aptible_stack.environment-stack', 'environment.stack'],
  ]);

test('each thing is said to be what happened to it, by its name in the definition', () => {
  const each = done({
    before: state({
      'aptible_app.changed': { id: '1' },
      'aptible_app.replaced': { id: '2' },
      'aptible_app.destroyed': { id: '3' },
      'aptible_app.gone': { id: '4' },
      'aptible_app.old': { id: '5' },
      'aptible_app.refreshed': { id: '6', status: 'pending' },
      'aptible_app.remade': { id: '7' },
      'terraform_data.check': { id: 'a', input: 1 },
    }),
    after: state({
      'aptible_app.changed': { id: '1' },
      'aptible_app.replaced': { id: '12' },
      'aptible_app.moved': { id: '5' },
      'aptible_app.refreshed': { id: '6', status: 'provisioned' },
      'aptible_app.remade': { id: '17' },
      'aptible_app.created': { id: '18' },
      'aptible_app.imported': { id: '19' },
      'terraform_data.check': { id: 'a', input: 2 },
      'terraform_data.other': { id: 'b' },
    }),
    names: namesOf('changed', 'replaced', 'moved', 'refreshed', 'remade', 'created', 'imported'),
    applied: [
      ...[app('update', '1'), app('delete', '2'), app('create', '12'), app('delete', '3')],
      ...[app('create', '17'), app('create', '18')],
    ],
  });
  expect(textOf(each)).toBe(`
Done in acme-staging:
  created:      apps.remade, apps.created, terraform_data.other
  taken over:   apps.imported
  changed:      apps.changed, terraform_data.check
  replaced:     apps.replaced
  destroyed:    aptible_app.destroyed
  gone already: aptible_app.gone
`);
});

test('instances of one resource and those of modules have their addresses, and what is deposed is none', () => {
  const instances = [
    { index_key: 0, attributes: { id: '1' } },
    { index_key: 'b', attributes: { id: '2' } },
    { deposed: 'x', attributes: { id: '3' } },
  ];
  const after = { resources: [{ mode: 'managed', type: 'aptible_app', name: 'web', module: 'module.m', instances }] };
  const { created } = summaryOf(done({ after, applied: [app('create', '1'), app('create', '2')] }));
  expect(created.map(({ address }) => address)).toEqual([
    'module.m.aptible_app.web[0]',
    'module.m.aptible_app.web["b"]',
  ]);
});

test('a deploy that failed says what was not done, and that the next one goes on', () => {
  const each = done({
    succeeded: false,
    before: state({
      'aptible_app.changed': { id: '1' },
      'aptible_app.kept': { id: '4' },
      'aptible_app.removed': { id: '5' },
    }),
    after: state(
      {
        'aptible_app.changed': { id: '1' },
        'aptible_app.made': { id: '2' },
        'aptible_app.half': { id: '3' },
        'aptible_app.kept': { id: '4' },
        'aptible_app.removed': { id: '5' },
      },
      {},
      ['aptible_app.half'],
    ),
    names: namesOf('changed', 'made', 'half', 'kept', 'missing'),
    applied: [app('update', '1', true), app('create', '2'), app('create', '3', true), app('delete', '5', true)],
  });
  expect(textOf(each)).toBe(`
Not all of it was done in acme-staging, as the errors above say:
  created:      apps.made
Not done:
  apps.changed was not changed, or only in part
  apps.half is half made: the next deploy replaces it
  aptible_app.removed was not destroyed
  apps.missing was not made
What was done is in the state. Mend what the errors say, and run deploy again: it goes on from here.
`);
});

test('a destroy that failed says what is still there', () => {
  const before = state({ 'aptible_app.web': { id: '1' }, 'aptible_app.api': { id: '2' } });
  const after = state({ 'aptible_app.api': { id: '2' } });
  const applied = [app('delete', '1'), app('delete', '2', true)];
  const each = done({ command: 'destroy', succeeded: false, before, after, applied, names: namesOf('web', 'api') });
  expect(textOf(each)).toContain('  destroyed:    apps.web\nNot done:\n  apps.api is still there\n');
});

test('nothing is said where nothing was done, whether that is well or not', () => {
  const before = state({ 'aptible_app.web': { id: '1', status: 'pending' } });
  const after = state({ 'aptible_app.web': { id: '1', status: 'provisioned' } });
  for (const succeeded of [true, false]) {
    for (const command of ['deploy', 'destroy'] as const) {
      expect(textOf(done({ command, succeeded, before, after, names: namesOf('web', 'api') }))).toBe('');
    }
  }
});

test('what took long, secret outputs and what the user has to do are said, and no secret is', () => {
  const site = {
    ...{ id: '8', domain: 'www.acme.example', external_hostname: 'elb.example', managed: true, acme_status: 'pending' },
    ...{ dns_validation_record: '_acme-challenge.www.acme.example', dns_validation_value: 'acme.elb.example' },
  };
  const certified = { id: '9', domain: 'api.acme.example', external_hostname: 'elb.example', managed: false };
  const outputs = { url: { value: 'postgresql://a:hunter2@b/c', sensitive: true }, host: { value: 'elb.example' } };
  const ended = (id: number, seconds: number) => ({
    id,
    type: 'deploy',
    subject: `app-${id}`,
    status: 'succeeded',
    seconds,
  });
  const each = done({
    before: state({ 'aptible_endpoint.site': site, 'aptible_endpoint.api': certified }),
    after: state(
      {
        'aptible_endpoint.site': site,
        'aptible_endpoint.api': certified,
        'aptible_endpoint.new': { ...certified, id: '10', domain: 'new.acme.example' },
        'aptible_app.web': { id: '1', handle: 'acme-web', release_mode: 'external', release: null },
        'aptible_app.released': { id: '2', release_mode: 'external', release: 'abc' },
      },
      { outputs },
    ),
    names: namesOf('web', 'released'),
    applied: [
      app('create', '1'),
      app('create', '2'),
      { type: 'aptible_endpoint', kind: 'create', id: '10', hasFailed: false },
    ],
    operations: [ended(1, 9), ended(2, 10), ended(3, 135)],
  });
  expect(textOf(each)).toBe(`
Done in acme-staging:
  created:      aptible_endpoint.new, apps.web, apps.released
What took longest:
  deploy of app-3: 2 min 15 s
  deploy of app-2: 10 s
Secret outputs, to be read with "cdktf-aptible output aptible.yaml NAME --raw": url
What comes next:
  aptible_endpoint.site: make the DNS record www.acme.example CNAME elb.example
  aptible_endpoint.site: make the DNS record _acme-challenge.www.acme.example CNAME acme.elb.example
  aptible_endpoint.new: make the DNS record new.acme.example CNAME elb.example
  apps.web has no release yet: "aptible deploy --app acme-web" or "git push" makes it, and the next deploy sets its services up
`);
  const json = JSON.stringify(summaryOf(each));
  expect(json).toContain('"outputs":{"url":{"sensitive":true},"host":{"value":"elb.example","sensitive":false}}');
  expect(json).not.toContain('hunter2');
});
