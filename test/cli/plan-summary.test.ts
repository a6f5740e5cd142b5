import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as Command from '../../lib/cli/plan-summary';
import { changeOf, planOf } from '../review/support/plans';

process.env['TERRAFORM_BINARY_NAME'] = 'no-such-terraform';
// It reads that variable when it is loaded.
const command = jest.requireActual<typeof Command>('../../lib/cli/plan-summary');

let directory: string;
let printed: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'plan-summary-'));
  printed = '';
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(directory, { recursive: true });
});

function planSummary(content: string | undefined, options: object = {}) {
  const file = join(directory, 'plan');
  if (content !== undefined) writeFileSync(file, content);
  return command.planSummary(file, options);
}

const howToMakeOne = 'Make a plan with "terraform plan -out=tfplan", and name that file.';

test('a file that is not there, and a plan file without a terraform, are said', () => {
  expect(() => planSummary(undefined)).toThrow(
    `${join(directory, 'plan')} cannot be read: there is no such file. ${howToMakeOne}`,
  );
  expect(() => planSummary('PK\u0003\u0004')).toThrow(
    /^no-such-terraform cannot be started \(.*ENOENT\)\. Install it, put it on PATH/,
  );
  expect(printed).toBe('');
});

test('Markdown, JSON and the status', () => {
  const plan = planOf([changeOf({ actions: ['create'], after: { handle: 'web' } })]);
  expect(planSummary(plan, { name: 'a' })).toBe(2);
  expect(printed).toBe(`<!-- cdktf-aptible plan-summary a -->
### Plan of \`a\`: 1 created

| | Resource | What happens |
| --- | --- | --- |
| Created | \`aptible_app.web\` | created: \`handle\` \`web\` |
`);
  printed = '';
  expect(planSummary(plan, { json: true, failOn: ['created'] })).toBe(3);
  expect(JSON.parse(printed)).toEqual({
    rows: [
      {
        address: 'aptible_app.web',
        type: 'aptible_app',
        isOurs: true,
        actions: ['create'],
        categories: ['created'],
        consequences: { created: 'created' },
        attributes: [{ path: 'handle', after: 'web' }],
        because: [],
      },
    ],
    outputs: [],
    drift: [],
    counts: { created: 1 },
    risks: ['created'],
    isComplete: true,
    hasErrors: false,
    exitCode: 3,
  });
});
