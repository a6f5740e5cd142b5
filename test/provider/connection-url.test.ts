import fc from 'fast-check';
import { type ConnectionParts, parseConnectionUrl, throughEndpoint } from '../../lib/provider/connection-url';
import { runs } from '../support/runs';

const usual: ConnectionParts = {
  protocol: 'postgresql',
  username: 'aptible',
  password: 'secret',
  host: 'db-shared-us-east-1-1234.aptible.in',
  port: 29128,
  name: 'db',
  query: '',
};
const at = 'db-shared-us-east-1-1234.aptible.in:29128';

test.each<[string, Partial<ConnectionParts>]>([
  [`postgresql://aptible:secret@${at}/db`, {}],
  [`mysql://aptible:secret@${at}/db`, { protocol: 'mysql' }],
  [`redis://aptible:secret@${at}`, { protocol: 'redis', name: '' }],
  [`rediss://:secret@${at}`, { protocol: 'rediss', username: '', name: '' }],
  [`mongodb://aptible:secret@${at}/db?ssl=true`, { protocol: 'mongodb', query: 'ssl=true' }],
  [`https://aptible:secret@${at}/`, { protocol: 'https', name: '' }],
  [`https://aptible:secret@db.aptible.in:443/`, { protocol: 'https', host: 'db.aptible.in', port: 443, name: '' }],
  [`https://aptible:secret@${at}/write?db=db`, { protocol: 'https', name: 'write', query: 'db=db' }],
  [`https://aptible:secret@${at}/api/vhosts/db`, { protocol: 'https', name: 'api/vhosts/db' }],
  [`amqps://aptible:secret@${at}/db`, { protocol: 'amqps' }],
  [`sftp://aptible:secret@${at}`, { protocol: 'sftp', name: '' }],
  [`postgresql://aptible:p%40ss%2F%3A%25w%C3%B6rd@${at}/my%20db`, { password: 'p@ss/:%wörd', name: 'my db' }],
  [`postgresql://aptible:100%@${at}/db`, { password: '100%' }],
  ['postgresql://aptible:secret@[2001:db8::1]:5432/db', { host: '2001:db8::1', port: 5432 }],
  ['postgresql://aptible:secret@db.aptible.in/db', { host: 'db.aptible.in', port: null }],
])('%s comes apart', (url, parts) => {
  expect(parseConnectionUrl(url)).toEqual({ ...usual, ...parts });
});

test('what is not a URL has no parts', () => {
  expect(['', 'db', 'postgresql://host:port/db', 'mongodb://a:1,b:2/db'].map(parseConnectionUrl)).toEqual(
    Array(4).fill(undefined),
  );
});

test('whatever is put into a URL, encoded, comes out again', () => {
  const text = fc.string({ unit: 'binary' });
  const name = text.filter((each) => !['.', '..'].some((dots) => each.split('/').includes(dots)));
  fc.assert(
    fc.property(
      fc.record({
        protocol: fc.constantFrom('postgresql', 'redis', 'https', 'amqps'),
        username: text,
        password: text,
        host: fc.oneof(fc.domain(), fc.ipV4(), fc.constantFrom('::1', '2001:db8::1')),
        port: fc.integer({ min: 1, max: 65535 }),
        name,
        query: fc.webQueryParameters().map((each) => each.replaceAll("'", '')),
      }),
      (parts) => {
        const [username, password, path] = [parts.username, parts.password, parts.name].map(encodeURIComponent);
        const host = parts.host.includes(':') ? `[${parts.host}]` : parts.host;
        const url = `${parts.protocol}://${username}:${password}@${host}:${parts.port}/${path}?${parts.query}`;
        expect(parseConnectionUrl(url)).toEqual(parts);
      },
    ),
    { numRuns: runs(100) },
  );
});

test('every URL that a URL parser accepts has parts, and they make a URL with the same parts', () => {
  const start = fc.constantFrom('postgresql://', 'https://', 'redis://', 'a:', 'file:', 'mysql://u:p@h:1/');
  const url = fc
    .oneof(
      fc.webUrl({ withQueryParameters: true, withFragments: true, authoritySettings: { withUserInfo: true } }),
      fc.tuple(start, fc.string({ unit: 'binary' })).map((parts) => parts.join('')),
      fc.string(),
    )
    .filter((each) => URL.canParse(each));
  fc.assert(
    fc.property(url, (text) => {
      const parts = parseConnectionUrl(text)!;
      const written = new URL(text);
      expect(`${parts.protocol}:`).toBe(written.protocol);
      expect(parts.query).toBe(written.search.replace(/^\?/, ''));
      expect([written.port, '']).toContain(new URL(`${parts.protocol}://h:${parts.port ?? ''}`).port);
      for (const part of [parts.username, parts.password, parts.host, parts.name]) expect(typeof part).toBe('string');
      expect(parseConnectionUrl(written.href)).toEqual(parts);
    }),
    { numRuns: runs(100) },
  );
});

describe('through an endpoint', () => {
  const mapping = [
    [29128, 5432],
    [443, 9200],
  ];

  test.each([
    [`postgresql://aptible:p%40ss@${at}/my%20db?a=b#c`, 'postgresql://aptible:p%40ss@elb.test:5432/my%20db?a=b#c'],
    [`rediss://:secret@${at}`, 'rediss://:secret@elb.test:5432'],
    [`https://${at}`, 'https://elb.test:5432'],
    ['postgresql://aptible:secret@[2001:db8::1]:29128/db', 'postgresql://aptible:secret@elb.test:5432/db'],
    // The port that is not written is the one that the web has for it.
    ['https://aptible:secret@db.aptible.in/', 'https://aptible:secret@elb.test:9200/'],
    ['postgresql://aptible:secret@db.aptible.in:1/db', null],
    ['postgresql://aptible:secret@db.aptible.in/db', null],
    ['mongodb://a:29128,b:29128/db', null],
  ])('%s is %s', (url, expected) => {
    expect(throughEndpoint(url, 'elb.test', mapping)).toBe(expected);
  });

  test.each([undefined, null, ''])('there is no address while its host is %j', (host) => {
    expect(throughEndpoint(`redis://:secret@${at}`, host, mapping)).toBeNull();
  });

  test('only host and port differ, whatever the URL', () => {
    const user = fc.webAuthority({ withUserInfo: true, withIPv4: true, withIPv6: true, withPort: true });
    const url = fc
      .tuple(fc.constantFrom('postgresql', 'rediss', 'https', 'amqps'), user, fc.webPath(), fc.webQueryParameters())
      .map(([protocol, authority, path, query]) => `${protocol}://${authority}${path}?${query}`)
      .filter((each) => URL.canParse(each) && parseConnectionUrl(each)?.port !== null);
    fc.assert(
      fc.property(url, fc.integer({ min: 1, max: 65535 }), (text, port) => {
        const direct = parseConnectionUrl(text)!;
        const through = throughEndpoint(text, 'elb.test', [[direct.port!, port]])!;
        expect(parseConnectionUrl(through)).toEqual({ ...direct, host: 'elb.test', port });
        expect(through.endsWith(text.slice(text.indexOf('?')))).toBe(true);
      }),
      { numRuns: runs(100) },
    );
  });
});
