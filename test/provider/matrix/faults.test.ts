import { runs } from '../../support/runs';
import { cases } from './cases';
import type { Answer } from '../../support/gate';
import { errorsOf, type RepeatedFault, type Result, Stage, type Step, Violation } from './stage';

const page = (status: number): Answer => ({
  status,
  headers: { 'content-type': 'text/html' },
  body: '<!doctype html><title>A proxy</title>',
});
const refusal = (status: number, headers = {}): Answer => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify({ code: status, error: status === 404 ? 'not_found' : 'told_to_fail', message: 'Not now' }),
});
const tryAgain = { 'retry-after': '0' };

/** Each passes: what comes later goes through. */
const faults: Readonly<Record<string, RepeatedFault>> = {
  'is cut off on the way': { hasEffect: false, answer: 'none' },
  'loses its answer': { hasEffect: true, answer: 'none' },
  'is cut off twice on the way': { hasEffect: false, answer: 'none', times: 2 },
  'loses its answer twice': { hasEffect: true, answer: 'none', times: 2 },
  'is never answered, without effect': { hasEffect: false, answer: 'never' },
  'is never answered': { hasEffect: true, answer: 'never' },
  'gets half of its answer': { hasEffect: true, answer: 'half' },
  'gets a page with 200, without effect': { hasEffect: false, answer: page(200) },
  'gets a page with 200': { hasEffect: true, answer: page(200) },
  'gets a page with 404, without effect': { hasEffect: false, answer: page(404) },
  'gets a page with 502, without effect': { hasEffect: false, answer: page(502) },
  'gets a page with 502': { hasEffect: true, answer: page(502) },
  'gets a 404 of the platform, without effect': { hasEffect: false, answer: refusal(404) },
  'gets a 429, without effect': { hasEffect: false, answer: refusal(429) },
  'gets a 503 that says when to try again, without effect': { hasEffect: false, answer: refusal(503, tryAgain) },
  'gets a 503 that says when to try again': { hasEffect: true, answer: refusal(503, tryAgain) },
  'gets a 503, without effect': { hasEffect: false, answer: refusal(503) },
  'gets a 503': { hasEffect: true, answer: refusal(503) },
};

/** `npm test` tries one of so many, `npm run test:long` all. A prime number, so that each fault and each request has its turn. */
const sampled = runs(1) > 1 ? 1 : 41;

let stage: Stage;
let trial = 0;

beforeAll(async () => {
  stage = await Stage.start();
});

afterAll(() => stage.stop());

test.each(cases)('$name: whatever fails for a moment, nothing is doubled, forgotten or tainted', async (each) => {
  const violations: string[] = [];
  for (const step of await stage.undisturbed(each)) {
    for (const target of step.requests) {
      for (const [name, fault] of Object.entries(faults)) {
        if (trial++ % sampled !== 0) continue;
        try {
          const result = await stage.disturbed(step, target, fault);
          examine(step, result);
          await stage.converge(step, result.instance);
        } catch (error) {
          violations.push(`${step.kind}, ${target.name} ${name}: ${String(error)}`);
        }
      }
    }
  }
  expect(violations).toEqual([]);
});

function examine(step: Step, result: Result): void {
  const { instance, diagnostics } = result;
  const told = diagnostics.map(({ summary, detail }) => `${summary}\n${detail}`).join('\n');
  if (/\bbug\b|internal error|report it/i.test(told)) throw new Violation(`it is called a bug: ${told}`);
  for (const [kind, count] of Object.entries(stage.made(step.before.snapshot))) {
    const wanted = step.made[kind] ?? 0;
    if (count > wanted) throw new Violation(`${count} made of the kind ${kind}, not ${wanted}`);
  }
  const errors = errorsOf(result);
  const isDone = stage.isAt(step.after.records);
  if (step.kind === 'delete') {
    if (instance === null && !isDone) throw new Violation('it is out of the state, and still there');
    return;
  }
  if (step.kind === 'create') {
    if (isDone && errors !== '')
      throw new Violation(`it is made, but the state has it ${instance ? 'tainted' : 'not'}: ${errors}`);
    if (!isDone && errors === '') throw new Violation('no error says that it is not made');
    return;
  }
  if (instance === null) throw new Violation(`it is out of the state, and still there: ${errors}`);
}
