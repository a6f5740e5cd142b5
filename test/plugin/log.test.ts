import { formatLine, levels, thresholdFrom } from '../../lib/plugin/log';

const time = new Date('2026-03-04T05:06:07.089Z');
const parsed = (fields: Record<string, unknown>, message = 'Created') =>
  JSON.parse(formatLine('info', message, fields, 'tiny', time)) as Record<string, unknown>;

describe('formatLine', () => {
  test('gives one line of JSON in the form of the plugin client, with six digits of a second', () => {
    expect(formatLine('warn', 'Two\nlines', { tf_rpc: 'ReadResource', count: 2 }, 'tiny', time)).toBe(
      '{"tf_rpc":"ReadResource","count":2,"@level":"warn","@message":"Two\\nlines","@module":"provider.tiny","@timestamp":"2026-03-04T05:06:07.089000Z"}\n',
    );
  });

  test('never lets a field stand for one of the keys on which Terraform panics', () => {
    expect(parsed({ '@message': { not: 'a string' }, '@level': 1, '@@timestamp': null })).toEqual({
      '@level': 'info',
      '@message': 'Created',
      '@module': 'provider.tiny',
      '@timestamp': '2026-03-04T05:06:07.089000Z',
      _message: { not: 'a string' },
      _level: 1,
      _timestamp: null,
    });
  });

  test('writes what JSON has no word for', () => {
    const circle: Record<string, unknown> = {};
    circle.itself = circle;
    const error = new Error('broken');
    expect(parsed({ big: 2n ** 64n, error })).toMatchObject({ big: '18446744073709551616', error: error.stack });
    expect(parsed({ circle })).toMatchObject({ '@message': 'Created', log_error: expect.stringContaining('circular') });
  });

  test('cuts a line that the client would split', () => {
    const long = 'x'.repeat(100_000);
    expect(parsed({ long })).toEqual({ ...parsed({}), truncated: true });
    expect(Buffer.byteLength(formatLine('info', '\u{1f600}'.repeat(50_000), {}, 'tiny', time))).toBeLessThan(64 * 1024);
  });
});

describe('thresholdFrom', () => {
  const off = levels.length;
  test.each([
    [{}, off],
    [{ TF_LOG: 'WARN' }, levels.indexOf('warn')],
    [{ TF_LOG: 'JSON' }, levels.indexOf('trace')],
    [{ TF_LOG: 'off' }, off],
    [{ TF_LOG: 'TRACE', TF_LOG_PROVIDER: 'error' }, levels.indexOf('error')],
    [{ TF_LOG: 'TRACE', TF_LOG_PROVIDER: 'INFO', TF_LOG_PROVIDER_TINY_ONE: 'DEBUG' }, levels.indexOf('debug')],
    [{ TF_LOG: 'TRACE', TF_LOG_PROVIDER_TINY_ONE: 'OFF' }, off],
  ])('of %j', (environment, expected) => {
    expect(thresholdFrom(environment, 'tiny-one')).toBe(expected);
  });
});
