/** States that earlier versions wrote, each with what the platform held then. A later version plans nothing for them. */
import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Snapshot } from '../../lib/emulator/store';
import { Stage } from './support/stage';

/** How many objects each state has, data sources included: an empty state would plan nothing, too, if it were taken for the whole. */
const resourcesIn: Readonly<Record<string, number>> = { bd00218: 19 };

const states = join(__dirname, '../fixtures/states');

let stage: Stage;

beforeAll(async () => {
  stage = await Stage.set();
});

afterAll(() => stage.strike());

test.each(Object.keys(resourcesIn))('the state that the commit %s wrote plans nothing', async (name) => {
  const directory = join(states, name);
  stage.platform.control.restore(JSON.parse(await readFile(join(directory, 'snapshot.json'), 'utf8')) as Snapshot);
  await cp(directory, stage.terraform.directory, { recursive: true });
  await cp(join(directory, 'state.json'), join(stage.terraform.directory, 'terraform.tfstate'));
  await stage.write((await readFile(join(directory, 'main.tf'), 'utf8')).replace(/^terraform \{[\s\S]*?\n\}\n/, ''));
  expect(Object.keys(await stage.terraform.state())).toHaveLength(resourcesIn[name]!);
  expect(await stage.terraform.actions()).toEqual({});
});
