import { type Driver, startDriver } from '../driver';

let driver: Driver;
let env_id: number;

beforeEach(async () => {
  driver = await startDriver();
  env_id = driver.environmentId;
});

afterEach(() => driver.stop());

const influxdb2 = (more = {}) => ({
  env_id,
  handle: 'metrics',
  drain_type: 'influxdb2',
  url: 'https://influx.example.com',
  api_key: 'key-1',
  bucket: 'staging',
  organization: 'acme',
  ...more,
});
const apply = (config: object, prior = null as Parameters<Driver['apply']>[2]) =>
  driver.apply('aptible_metric_drain', config as Parameters<Driver['apply']>[1], prior);
const handles = () => driver.control.list('metric_drain').map(({ handle }) => handle);

describe('create', () => {
  test('the record has what is configured by the platform’s names, and is provisioned', async () => {
    const { state, diagnostics } = await apply(influxdb2());
    expect(diagnostics).toEqual([]);
    expect(driver.writes()).toEqual([
      [
        'POST',
        `/accounts/${env_id}/metric_drains`,
        {
          handle: 'metrics',
          drain_type: 'influxdb2',
          drain_configuration: {
            address: 'https://influx.example.com',
            bucket: 'staging',
            org: 'acme',
            api_key: 'key-1',
            authToken: 'key-1',
          },
        },
      ],
      ['POST', `/metric_drains/${String(state!.metric_drain_id)}/operations`, { type: 'provision' }],
    ]);
  });

  test.each(['before', 'after'] as const)('a request that was cut off %s its effect makes one drain', async (drop) => {
    driver.control.failNext({ request: { method: 'POST', path: '/accounts/*/metric_drains' }, drop });
    expect((await apply(influxdb2())).diagnostics).toEqual([]);
    expect(handles()).toEqual(['metrics']);
  });

  test('a drain that goes while it is provisioned is an error that says so, and is not lost', async () => {
    driver.control.failNext({ request: { method: 'GET', path: '/metric_drains/*' }, status: 404, times: 3 });
    const { instance, diagnostics } = await apply(influxdb2());
    expect(diagnostics).toEqual([expect.objectContaining({ summary: 'The metric drain "metrics" is gone' })]);
    expect(instance!.tainted).toBe(true);
  });
});

test('another key plans a replacement', async () => {
  const drain = await apply(influxdb2());
  const plan = await driver.plan('aptible_metric_drain', influxdb2({ api_key: 'key-2' }), drain);
  expect(plan).toMatchObject({ action: 'replace', replace: [['api_key']] });
});

test('a destroy is a success also when the drain is gone already', async () => {
  const drain = await apply(influxdb2());
  expect(await driver.destroy('aptible_metric_drain', drain)).toMatchObject({ state: null, diagnostics: [] });
  expect(handles()).toEqual([]);
  const gone = await driver.destroy('aptible_metric_drain', drain, { refreshes: false });
  expect(gone).toMatchObject({ state: null, diagnostics: [] });
});
