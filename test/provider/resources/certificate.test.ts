import { issue, type Issued } from '../../support/certificates';
import { type Driver, startDriver } from '../driver';

let driver: Driver;
let first: Issued;
let second: Issued;

beforeAll(() => {
  first = issue({ name: 'www.example.com' });
  second = issue({ name: 'www.example.com' });
});

beforeEach(async () => {
  driver = await startDriver();
});

afterEach(() => driver.stop());

const declared = ({ certificate, key }: Issued, more = {}) => ({
  env_id: driver.environmentId,
  certificate_body: certificate,
  private_key: key,
  ...more,
});
const apply = (issued: Issued, prior = null as Parameters<Driver['apply']>[2], more = {}) =>
  driver.apply('aptible_certificate', declared(issued, more), prior);
const ids = () => driver.control.list('certificate').map(({ id }) => id);

describe('create', () => {
  test('an upload whose answer was lost is found by its fingerprint, not repeated', async () => {
    driver.control.failNext({ request: { method: 'POST', path: '/accounts/*/certificates' }, drop: 'after' });
    const { state, diagnostics } = await apply(first);
    expect(diagnostics).toEqual([]);
    expect(ids()).toEqual([state!.certificate_id]);
  });

  test('one whose answer was lost before it had an effect is repeated', async () => {
    driver.control.failNext({ request: { method: 'POST', path: '/accounts/*/certificates' }, drop: 'before' });
    const { state, diagnostics } = await apply(first);
    expect(diagnostics).toEqual([]);
    expect(ids()).toEqual([state!.certificate_id]);
  });

  test('a key that is wrong only once it is known is refused before anything is sent', async () => {
    const { state, diagnostics } = await driver.walk(async (terraform) => {
      const known = declared(first, { private_key: second.key });
      const result = await terraform.deploy(
        'aptible_certificate',
        { ...known, private_key: driver.unknown },
        { known },
      );
      return { state: result.instance, diagnostics: result.diagnostics };
    });
    expect(state).toBeNull();
    expect(diagnostics.map(({ summary }) => summary)).toEqual([
      'The private key does not belong to the certificate',
      'The certificate was not uploaded',
    ]);
    expect(driver.writes()).toEqual([]);
  });
});

describe('update', () => {
  test('the successor is uploaded before the former one is removed', async () => {
    const certificate = await apply(first);
    driver.clearRequests();
    const { state, diagnostics } = await apply(second, certificate);
    expect(diagnostics).toEqual([]);
    expect(driver.writes().map(([method, path]) => `${method} ${path}`)).toEqual([
      `POST /accounts/${driver.environmentId}/certificates`,
      `DELETE /certificates/${String(certificate.state!.certificate_id)}`,
    ]);
    expect(ids()).toEqual([state!.certificate_id]);
  });

  test('a removal that is refused keeps the former one in the state, and the next apply does not upload again', async () => {
    const certificate = await apply(first);
    driver.control.failNext({ request: { method: 'DELETE', path: '/certificates/*' }, status: 422 });
    const refused = await apply(second, certificate);
    expect(refused.state!.id).toBe(certificate.state!.id);
    expect(refused.diagnostics.map(({ summary }) => summary)).toEqual([expect.stringContaining('which is replaced')]);
    const [, successor] = ids();
    const { state } = await apply(second, refused);
    expect(state!.certificate_id).toBe(successor);
    expect(ids()).toEqual([successor]);
  });

  test('a key that is wrong only once it is known is refused, and the former certificate stays', async () => {
    const certificate = await apply(first);
    driver.clearRequests();
    const known = declared(second, { private_key: first.key });
    const planned = { ...known, private_key: driver.unknown };
    const { state, diagnostics } = await driver.apply('aptible_certificate', planned, certificate, known);
    expect(state).toEqual(certificate.state);
    expect(diagnostics.map(({ summary }) => summary)).toEqual([
      'The private key does not belong to the certificate',
      'The certificate was not uploaded',
    ]);
    expect(driver.writes()).toEqual([]);
  });

  test('a successor that never came into use is removed with the certificate', async () => {
    const certificate = await apply(first);
    driver.control.failNext({ request: { method: 'DELETE', path: '/certificates/*' }, status: 422 });
    const refused = await apply(second, certificate);
    expect(ids()).toHaveLength(2);
    expect(await driver.destroy('aptible_certificate', refused)).toMatchObject({ state: null, diagnostics: [] });
    expect(ids()).toEqual([]);
  });
});

test('a destroy is a success also when the certificate is gone already', async () => {
  const certificate = await apply(first);
  driver.control.remove('certificate', Number(certificate.state!.id));
  const gone = await driver.destroy('aptible_certificate', certificate, { refreshes: false });
  expect(gone).toMatchObject({ state: null, diagnostics: [] });
});
