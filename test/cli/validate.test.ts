import { validate } from '../../lib/cli/validate';
import { Files } from '../definition/support';

afterEach(() => jest.restoreAllMocks());

test('--json prints one document, with what is wrong and, with --print, the definitions of all environments', () => {
  using files = new Files({
    'aptible.yaml':
      'version: 1\nenvironment: { handle: acme, stack: shared-us-east-1 }\nenvironments: { staging: { environment: { handle: acme-staging } }, production: {} }\n',
  });
  const log = jest.spyOn(console, 'log').mockImplementation();
  const status = validate([`${files.path}/aptible.yaml`], { json: true, print: true });
  const printed = log.mock.calls.map(([text]) => JSON.parse(text as string) as unknown);
  expect(printed).toEqual([
    {
      valid: true,
      problems: [],
      definitions: ['acme-staging', 'acme'].map((handle) => ({
        version: 1,
        environment: { stack: 'shared-us-east-1', handle },
      })),
    },
  ]);
  expect(status).toBe(0);
});

test('the environments of one file cannot have a drain of the same handle', () => {
  const drain = (handle: string) => `{ type: syslog, host: logs.example, port: 6514${handle} }`;
  using files = new Files({
    'aptible.yaml': `version: 1
environment: { stack: shared-us-east-1 }
logDrains:
  logs: ${drain('')}
  own: ${drain(', handle: "${environment.handle}-own"')}
  once: ${drain('')}
environments:
  staging: { environment: { handle: acme-staging } }
  production: { environment: { handle: acme }, logDrains: { once: null } }
`,
  });
  const error = jest.spyOn(console, 'error').mockImplementation();
  expect(validate([`${files.path}/aptible.yaml`], {})).toBe(1);
  expect(error.mock.calls.map(([text]) => files.hide(text as string))).toEqual([
    'aptible.yaml:4:3: logDrains.logs: the environments staging, production have a drain with the handle "logs", and a handle of a drain is unique on the ' +
      'platform: write handle: "${environment.handle}-logs", or remove the drain from all but one with null',
    '1 mistake',
  ]);
});
