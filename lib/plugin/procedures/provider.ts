/** The remote procedures that concern the provider as a whole. */
import { type Calls, nothing } from '../calls';
import type { Procedures, Response } from '../messages';
import { decodeObject } from '../objects';
import { functionMessages, schemaMessage, schemaMessages } from '../schema-messages';
import type { Provider } from '../types';

const serverCapabilities = { planDestroy: true, getProviderSchemaOptional: true, moveResourceState: true };

export function providerProcedures<C>(
  provider: Provider<C>,
  calls: Calls<C>,
): Pick<
  Procedures,
  'GetMetadata' | 'GetProviderSchema' | 'GetResourceIdentitySchemas' | 'ValidateProviderConfig' | 'ConfigureProvider'
> {
  const { schema, resources, dataSources, ephemeralResources = {}, functions = {} } = provider;
  const typeNames = (all: object) => Object.keys(all).map((typeName) => ({ typeName }));
  let schemas: Response<'GetProviderSchema'> | undefined;
  return {
    GetMetadata: () =>
      Promise.resolve({
        serverCapabilities,
        resources: typeNames(resources),
        dataSources: typeNames(dataSources),
        ephemeralResources: typeNames(ephemeralResources),
        functions: Object.keys(functions).map((name) => ({ name })),
      }),

    GetProviderSchema() {
      schemas ??= {
        provider: schemaMessage(schema),
        resourceSchemas: schemaMessages(resources),
        dataSourceSchemas: schemaMessages(dataSources),
        ephemeralResourceSchemas: schemaMessages(ephemeralResources),
        functions: functionMessages(functions),
        serverCapabilities,
      };
      return Promise.resolve(schemas);
    },

    GetResourceIdentitySchemas: () => Promise.resolve({}),

    ValidateProviderConfig: ({ config }) =>
      calls.answer(
        { rpc: 'ValidateProviderConfig', schema },
        (call) => {
          provider.validateConfig?.(decodeObject(config, schema), { ...call, private: undefined });
          return {};
        },
        nothing,
      ),

    ConfigureProvider: ({ config, terraformVersion }) =>
      calls.answer(
        { rpc: 'ConfigureProvider', schema },
        async (call) => {
          const configured = decodeObject(config, schema);
          calls.useClient(await provider.configure(configured, { ...call, private: undefined, terraformVersion }));
          return {};
        },
        nothing,
      ),
  };
}
