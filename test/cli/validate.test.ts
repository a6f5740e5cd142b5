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
