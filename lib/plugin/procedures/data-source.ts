/** The remote procedures of data sources. */
import { type Calls, find, nothing, type Subject, withPrivate } from '../calls';
import type { Procedures, RpcName } from '../messages';
import { decodeObject, encodeObject, settled } from '../objects';
import { PrivateState } from '../private-state';
import type { Provider } from '../types';

export function dataSourceProcedures<C>(
  { dataSources }: Provider<C>,
  calls: Calls<C>,
): Pick<Procedures, 'ValidateDataResourceConfig' | 'ReadDataSource'> {
  const about = <N extends RpcName>(rpc: N, typeName: string): Subject<N> => ({
    rpc,
    typeName,
    schema: dataSources[typeName]?.schema,
  });
  const dataSourceOf = (typeName: string) => find(dataSources, typeName, 'data source type');
  return {
    ValidateDataResourceConfig: ({ typeName, config }) =>
      calls.answer(
        about('ValidateDataResourceConfig', typeName),
        (call) => {
          const dataSource = dataSourceOf(typeName);
          dataSource.validate?.(decodeObject(config, dataSource.schema), { ...call, private: undefined });
          return {};
        },
        nothing,
      ),

    ReadDataSource: ({ typeName, config }) =>
      calls.answerWithClient(
        about('ReadDataSource', typeName),
        async (base) => {
          const dataSource = dataSourceOf(typeName);
          const { schema } = dataSource;
          const call = withPrivate(base, new PrivateState(Buffer.alloc(0)));
          const result = await dataSource.read(decodeObject(config, schema), call);
          return { state: encodeObject(settled(result, schema, typeName, call.diagnostics), schema) };
        },
        nothing,
      ),
  };
}
