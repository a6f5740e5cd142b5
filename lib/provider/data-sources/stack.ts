import { linkedUuid } from '../../api';
import { DiagnosticError } from '../../plugin/diagnostics';
import type { DataSource } from '../../plugin/types';
import { dataSources } from '../../schema';
import { checkConfiguration } from '../checks';
import type { Context } from '../configure';
import { listCandidates } from '../import-id';
import { reading } from '../work';

const definition = dataSources.aptible_stack;

export const stack: DataSource<Context> = {
  schema: definition,

  validate(config, call) {
    checkConfiguration(definition, config, call.diagnostics);
  },

  async read(config, call) {
    const wanted = String(config.name);
    const stacks = await reading('the stacks', call, () => call.client.reader.stacks(call.signal));
    const found = stacks.find(({ name }) => name === wanted);
    if (found === undefined) {
      throw new DiagnosticError(
        `There is no stack "${wanted}"`,
        `Of the stacks that this token may see, there ${listCandidates(
          stacks.map(({ name }) => name),
          wanted,
        )}.`,
        ['name'],
      );
    }
    // A shared stack belongs to nobody, which the official provider writes as an empty string.
    return {
      ...config,
      id: found.name,
      stack_id: found.id,
      org_id: linkedUuid(found, 'organization') ?? '',
      region: found.region ?? null,
    };
  },
};
