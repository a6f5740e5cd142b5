/** The functions of the provider, called as Terraform calls them. */
import fc from 'fast-check';
import { callFunction } from '../support/plugin/call-function';
import { runs } from '../support/runs';
import type { ObjectValue, Value } from '../../lib/plugin/values';
import { provider } from '../../lib/provider/provider';

const parse = (url: string) => callFunction(provider, 'parse_connection_url', url);
const make = (parts: ObjectValue) => callFunction(provider, 'connection_url', parts);

/** As Terraform makes a map of texts of an object. */
const asMap = (parts: Value): ObjectValue =>
  Object.fromEntries(
    Object.entries(parts as ObjectValue).map(([name, value]) => [name, typeof value === 'number' ? `${value}` : value]),
  );

async function thereAndBack(url: string): Promise<Value | undefined> {
  const parsed = await parse(url);
  if (!('result' in parsed)) throw new Error(parsed.error.text);
  const made = await make(asMap(parsed.result));
  return 'result' in made ? made.result : undefined;
}

const usual = {
  protocol: 'postgresql',
  username: 'aptible',
  password: 'secret',
  host: 'db-shared-us-east-1-1234.aptible.in',
  port: 29128,
  name: 'db',
  query: '',
};
const at = 'db-shared-us-east-1-1234.aptible.in:29128';

test.each<[string, Partial<Record<keyof typeof usual, string | number | null>>]>([
  // The URLs of the nine engines.
  [`http://aptible:secret@${at}/db`, { protocol: 'http' }],
  [`https://aptible:secret@${at}`, { protocol: 'https', name: '' }],
  [`https://aptible:secret@${at}/write?db=db`, { protocol: 'https', name: 'write', query: 'db=db' }],
  [`mongodb://aptible:secret@${at}/db?ssl=true`, { protocol: 'mongodb', query: 'ssl=true' }],
  [`mysql://aptible:secret@${at}/db`, { protocol: 'mysql' }],
  [`postgresql://aptible:secret@${at}/db`, {}],
  [`amqps://aptible:secret@${at}/db`, { protocol: 'amqps' }],
  [`rediss://:secret@${at}`, { protocol: 'rediss', username: '', name: '' }],
  [`sftp://aptible:secret@${at}`, { protocol: 'sftp', name: '' }],
  // What others get wrong.
  ["postgresql://aptible:p'%40%3A%2F%3F%23%5B%5D%25%2B%20%C3%BC@" + at + '/db', { password: "p'@:/?#[]%+ ü" }],
  ['https://aptible:secret@h:443', { protocol: 'https', host: 'h', port: 443, name: '' }],
  ['redis://:secret@h:6379', { protocol: 'redis', username: '', host: 'h', port: 6379, name: '' }],
  [`https://aptible:secret@${at}/api/vhosts/db`, { protocol: 'https', name: 'api/vhosts/db' }],
  [`amqps://aptible:secret@${at}/%2F`, { protocol: 'amqps', name: '/' }],
  ['postgresql://aptible:secret@[::1]:29128/db', { host: '::1' }],
  [`postgresql://aptible:a%2Bb%20c@${at}/a%2Bb`, { password: 'a+b c', name: 'a+b' }],
  ['postgresql://aptible@h/db', { password: '', host: 'h', port: null }],
  ['postgresql://aptible:secret@%2Fvar%2Frun/db', { host: '/var/run', port: null }],
])('%s comes apart, and is made again of its parts', async (url, parts) => {
  expect(await parse(url)).toEqual({ result: { ...usual, ...parts } });
  expect(await thereAndBack(url)).toBe(url);
});

test('a plus sign is a plus sign, and what needs no code may have one', async () => {
  const parts = { ...usual, password: 'a+b', name: 'db' };
  expect(await parse(`postgresql://%61ptible:a+b@${at}/%64b`)).toEqual({ result: parts });
  expect(await parse(` postgresql://aptible:a+b@${at}/db\n`)).toEqual({ result: parts });
});

const notUrl = (problems: string) => ({
  error: { text: `This is not the connection URL of a database: ${problems}`, argument: 0 },
});
const percent =
  'a percent sign in its user, password, host or name begins no code: write %25 for one that stands for itself';
const port = 'its port is not a whole number from 1 to 65535';
const hash = 'it has a #, which ends what databases read of a URL: write %23 for one that stands for itself';

test.each([
  ['', 'it does not begin with a protocol and ://'],
  ['hunter2', 'it does not begin with a protocol and ://'],
  ['jdbc:postgresql://hunter2:hunter2@h/db', 'it does not begin with a protocol and ://'],
  ['postgresql://hunter2:hunter2%zz@h/db', percent],
  ['postgresql://hunter2:hunter2%ff@h/db', percent],
  ['mongodb://hunter2:hunter2@a:1,b:2/hunter2', 'it names several hosts: give the URL of one of them'],
  ['mongodb://hunter2:hunter2@a,b/hunter2', 'it names several hosts: give the URL of one of them'],
  ['postgresql://hunter2:hunter2@h:99999/db', port],
  ['postgresql://hunter2:hunter2@h:0/db', port],
  ['postgresql://hunter2:hunter2@/db', 'it names no host'],
  ['postgresql://hunter2:hun#ter2@h/db', `${port}; ${hash}`],
  ['postgresql://hunter2:1#ter2@h/db', hash],
  [
    'https://hunter2:1\\hunter2@h/db',
    'it has a backslash, a tab or a line break: write its code, such as %5C for a backslash',
  ],
  ['postgresql://hunter2:hunter2@ho st/db', 'it is not a URL'],
  ['postgresql://hunter2:hunter2@[::hunter2]/db', 'it is not a URL'],
])('%j is refused, without a part of it', async (url, problems) => {
  const failed = await parse(url);
  expect(failed).toEqual(notUrl(problems));
  expect(JSON.stringify(failed)).not.toMatch(/hunter2|ter2|zz/);
});

test('the parts of an attribute `credentials` make a URL as they are', async () => {
  const parts = { ...asMap(usual), connection_url: 'postgresql://other', default: 'true' };
  expect(await make(parts)).toEqual({ result: `postgresql://aptible:secret@${at}/db` });
});

test('parts that are left out, null or empty are not in the URL', async () => {
  const url = { result: 'clickhouse://h' };
  expect(await make({ protocol: 'clickhouse', host: 'h' })).toEqual(url);
  const [absent, empty] = [null, ''];
  const rest = { username: absent, password: empty, port: absent, name: empty, query: absent };
  expect(await make({ protocol: 'clickhouse', host: 'h', ...rest })).toEqual(url);
});

test('a query keeps the codes that it has, and gets those that it needs', async () => {
  const query = 'a=b%20c d&e=ü#\n';
  const expected = { result: 'mysql://h?a=b%20c%20d&e=%C3%BC%23%0A' };
  expect(await make({ protocol: 'mysql', host: 'h', query })).toEqual(expected);
});

const noUrl = (problems: string) => ({
  error: { text: `These parts make no connection URL: ${problems}`, argument: 0 },
});
const names = 'protocol, username, password, host, port, name, query';

test.each<[ObjectValue, string]>([
  [{}, 'protocol is needed, as a word without ://, such as postgresql; host is needed'],
  [{ protocol: 'hunter2://', host: 'h' }, 'protocol is needed, as a word without ://, such as postgresql'],
  [
    { user: 'hunter2' },
    `a key is none of ${names}; protocol is needed, as a word without ://, such as postgresql; host is needed`,
  ],
  [{ hunter2: null, protocol: 'a', host: 'h' }, `a key is none of ${names}`],
  [{ protocol: 'a', host: 'hunter2,b' }, 'host has a comma, and a URL has one host'],
  [{ protocol: 'a', host: 'hunter2:1' }, 'host has a colon and is no IPv6 address: the port has a key of its own'],
  [{ protocol: 'a', host: '[::1]' }, 'host has a colon and is no IPv6 address: the port has a key of its own'],
  ...['hunter2', '65536', '0', '-1', '1.5'].map((port): [ObjectValue, string] => [
    { protocol: 'a', host: 'h', port },
    'port is not a whole number from 1 to 65535',
  ]),
  [{ protocol: 'a', host: 'h', name: '..' }, 'name is . or .., or has one between slashes, which no URL keeps'],
  [{ protocol: 'https', host: 'h', name: 'a/./b' }, 'name is . or .., or has one between slashes, which no URL keeps'],
  [{ protocol: 'https', host: 'hunter2 /' }, 'there is no URL of this protocol with such a host'],
])('%j makes no URL, and no part of it is shown', async (parts, problems) => {
  const failed = await make(parts);
  expect(failed).toEqual(noUrl(problems));
  expect(JSON.stringify(failed)).not.toContain('hunter2');
});

test('whatever the parts are, the URL that is made of them has them', async () => {
  // Texts come from Terraform in NFC.
  const text = fc.string({ unit: 'binary' }).map((each) => each.normalize('NFC'));
  const name = text.filter((each) => !['.', '..'].some((dots) => each.split('/').includes(dots)));
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        protocol: fc.constantFrom('postgresql', 'redis', 'https', 'http', 'amqps', 'mongodb+srv'),
        username: text,
        password: text,
        host: fc.oneof(fc.domain(), fc.ipV4(), fc.constantFrom('::1', '2001:db8::1')),
        port: fc.integer({ min: 1, max: 65535 }),
        name,
        query: fc.webQueryParameters().map((each) => each.replaceAll("'", '')),
      }),
      async (parts) => {
        const made = await make(asMap(parts));
        expect(await parse('result' in made ? (made.result as string) : '')).toEqual({ result: parts });
      },
    ),
    { numRuns: runs(100) },
  );
});

test('whatever the URL is, the URL that is made of its parts has the same parts, and no error has a part of it', async () => {
  const word = fc.stringMatching(/^[\w%@:#?/[\]+ ,\\.&'~-]{8,20}$/);
  const url = fc.oneof(
    fc.webUrl({ withQueryParameters: true, authoritySettings: { withUserInfo: true, withIPv6: true, withPort: true } }),
    fc
      .tuple(fc.constantFrom('postgresql://', 'https://', 'redis://u:'), word, word, word)
      .map((parts) => parts.join('')),
  );
  await fc.assert(
    fc.asyncProperty(url, async (text) => {
      const parsed = await parse(text);
      if ('error' in parsed) {
        for (let start = 8; start + 8 <= text.length; start += 1) {
          expect(parsed.error.text).not.toContain(text.slice(start, start + 8));
        }
        return;
      }
      const made = await make(asMap(parsed.result));
      if ('error' in made) {
        // A URL may be in codes what no other URL is.
        expect(made.error.text).toMatch(/host has a (comma|colon)/);
        return;
      }
      expect(await parse(made.result as string)).toEqual(parsed);
    }),
    { numRuns: runs(100) },
  );
});
