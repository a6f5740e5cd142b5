import { Credentials } from '../../../lib/cli/export/credentials';

const url = (name: string, port = 5432) => `postgresql://aptible:password-of-${name}@${name}.example.com:${port}/db`;

const database = (name: string, types: Readonly<Record<string, string>>) => ({
  path: `databases.${name}`,
  state: {
    default_connection_url: Object.values(types)[0],
    credentials: Object.fromEntries(
      Object.entries(types).map(([type, text], index) => {
        const { hostname: host, password } = new URL(text);
        return [type, { connection_url: text, host, password, default: index === 0 }];
      }),
    ),
  },
});

const officeUrl = url('main', 25432).replace('@main', '@elb');

const credentials = new Credentials([
  database('main', { postgresql: url('main') }),
  database('cache', { redis: url('cache', 6379), 'redis+ssl': url('cache', 6380) }),
  database('same', { postgresql: url('same') }),
  database('copy', { postgresql: url('same').replace('/db', '/copy') }),
  { ...database('main.endpoints.office', { postgresql: officeUrl }), isEndpoint: true },
]);

test.each([
  [url('main'), '${databases.main.url}'],
  [url('cache', 6380), '${databases.cache.credentials.redis+ssl.url}'],
  [`${url('main')}?sslmode=require`, '${databases.main.url}?sslmode=require'],
  [`${url('main')},${url('cache', 6379)}`, '${databases.main.url},${databases.cache.url}'],
  ['${x} ' + url('main'), '$${x} ${databases.main.url}'],
  [officeUrl, '${databases.main.endpoints.office.url}'],
  ['main.example.com', '${databases.main.host}'],
  ['elb.example.com', '${databases.main.endpoints.office.host}'],
  ['password-of-main', '${databases.main.password}'],
  ['password-of-cache', '${databases.cache.password}'],
])('%s is %s', (value, referring) => {
  expect(credentials.referring(value)).toBe(referring);
});

test.each([
  ['the URL of another database of the server', `${url('main')}2`],
  ['a dollar sign before it', `$${url('main')}`],
  ['a host of two databases', 'same.example.com'],
  ['a part inside of a text', 'https://main.example.com'],
])('%s is no reference', (_, value) => {
  expect(credentials.referring(value)).toBeUndefined();
});
