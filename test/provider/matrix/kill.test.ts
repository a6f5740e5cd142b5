import type { OperationTiming } from '../../../lib/emulator';
import { resources } from '../../../lib/schema';
import { runs } from '../../support/runs';
import { cases } from './cases';
import { Stage } from './stage';

/** `npm run test:long` kills at each request; `npm test` after those that change something: before the next one it is the same. */
const everywhere = runs(1) > 1;

const moments: readonly { readonly name: string; readonly hasEffect: boolean; readonly timing?: OperationTiming }[] = [
  ...(everywhere ? [{ name: 'before', hasEffect: false }] : []),
  { name: 'after', hasEffect: true },
  { name: 'with operations under way, after', hasEffect: true, timing: { polls: 2 } },
];

let stage: Stage;
const table: string[] = [];

beforeAll(async () => {
  stage = await Stage.start();
});

afterAll(async () => {
  await stage.stop();
  // For docs/guides/reliability.md.
  if (everywhere) process.stdout.write(`${[...head, ...table].join('\n')}\n`);
});

const head = [
  '| | kills | converge | after the import | after accepting | told of one more | fail |',
  '| --- | ---: | ---: | ---: | ---: | ---: | ---: |',
];

test('every resource is in the matrix but those that are made over SQL, not by requests to the platform', () => {
  const overSql = ['aptible_database_login', 'aptible_database_user'];
  expect([...new Set(cases.map(({ type }) => type)), ...overSql].sort()).toEqual(Object.keys(resources).sort());
});

test.each(cases)('$name: wherever the provider is killed, the next apply goes on', async (each) => {
  const counts = { converged: 0, imported: 0, accepted: 0, told: 0 };
  const violations: string[] = [];
  for (const step of await stage.undisturbed(each)) {
    const disturbing = everywhere ? step.requests : step.requests.filter((target) => !target.name.startsWith('GET '));
    for (const target of step.kind === 'read' ? [] : disturbing) {
      for (const { name, hasEffect, timing } of moments) {
        const left = await stage.disturbed(step, target, { hasEffect, answer: 'death' }, timing);
        try {
          counts[await stage.converge(step, left.instance)] += 1;
        } catch (error) {
          violations.push(`${step.kind}, killed ${name} ${target.name}: ${String(error)}`);
        }
      }
    }
  }
  const { converged, imported, accepted, told } = counts;
  const kills = converged + imported + accepted + told + violations.length;
  const cells = [kills, converged, imported, accepted, told, violations.length];
  table.push(`| ${[each.name, ...cells].join(' | ')} |`);
  expect(violations).toEqual([]);
});
