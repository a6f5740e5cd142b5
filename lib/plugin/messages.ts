/** The messages of Terraform's plugin protocol 6 and of the services beside it, with the fields that this provider reads or writes. */
import {
  bool,
  bytes,
  field,
  type Got,
  integer,
  map,
  type Message,
  message,
  nested,
  optional,
  repeated,
  type Sent,
  string,
  writtenOnce,
} from './protobuf';

export const Empty = message({});

export const DynamicValue = message({ msgpack: field(1, bytes), json: field(2, bytes) });
const dynamicValue = (number: number) => optional(number, nested(DynamicValue));

const Step = message({
  attributeName: optional(1, string),
  elementKeyString: optional(2, string),
  elementKeyInt: optional(3, integer),
});
export const AttributePath = message({ steps: repeated(1, nested(Step)) });

export const Severity = { error: 1, warning: 2 } as const;
const Diagnostic = message({
  severity: field(1, integer),
  summary: field(2, string),
  detail: field(3, string),
  attribute: optional(4, nested(AttributePath)),
});
const diagnostics = (number: number) => repeated(number, nested(Diagnostic));

export const Nesting = { single: 1, list: 2, set: 3 } as const;
export const StringKind = { plain: 0, markdown: 1 } as const;

const Attribute = message({
  name: field(1, string),
  type: field(2, bytes),
  description: field(3, string),
  required: field(4, bool),
  optional: field(5, bool),
  computed: field(6, bool),
  sensitive: field(7, bool),
  descriptionKind: field(8, integer),
  deprecated: field(9, bool),
  writeOnly: field(11, bool),
  deprecationMessage: field(12, string),
});
export type AttributeMessage = Sent<typeof Attribute>;

export interface BlockMessage {
  readonly attributes?: readonly AttributeMessage[];
  readonly blockTypes?: readonly NestedBlockMessage[];
  readonly description?: string;
  readonly descriptionKind?: number;
  readonly deprecated?: boolean;
  readonly deprecationMessage?: string;
}
export interface NestedBlockMessage {
  readonly typeName: string;
  readonly block: BlockMessage;
  readonly nesting: number;
  readonly minItems?: number;
  readonly maxItems?: number;
}

const Block: Message<BlockMessage, BlockMessage> = message(() => ({
  attributes: repeated(2, nested(Attribute)),
  blockTypes: repeated(3, nested(NestedBlock)),
  description: field(4, string),
  descriptionKind: field(5, integer),
  deprecated: field(6, bool),
  deprecationMessage: field(7, string),
}));

const NestedBlock: Message<NestedBlockMessage, NestedBlockMessage> = message(() => ({
  typeName: field(1, string),
  block: field(2, nested(Block)),
  nesting: field(3, integer),
  minItems: field(4, integer),
  maxItems: field(5, integer),
}));

export const Schema = message({ version: field(1, integer), block: optional(2, nested(Block)) });

const ServerCapabilities = message({
  planDestroy: field(1, bool),
  getProviderSchemaOptional: field(2, bool),
  moveResourceState: field(3, bool),
});
const ClientCapabilities = message({ writeOnlyAttributesAllowed: field(2, bool) });

const Parameter = message({
  name: field(1, string),
  type: field(2, bytes),
  allowNullValue: field(3, bool),
  allowUnknownValues: field(4, bool),
  description: field(5, string),
  descriptionKind: field(6, integer),
});
const Function = message({
  parameters: repeated(1, nested(Parameter)),
  variadicParameter: optional(2, nested(Parameter)),
  return: optional(3, nested(message({ type: field(1, bytes) }))),
  summary: field(4, string),
  description: field(5, string),
  descriptionKind: field(6, integer),
  deprecationMessage: field(7, string),
});

const RawState = message({ json: field(1, bytes), flatmap: map(2, string) });
/** `google.protobuf.Timestamp` */
const Timestamp = message({ seconds: field(1, integer), nanos: field(2, integer) });
const TypeName = message({ typeName: field(1, string) });

/** The remote procedures of `tfplugin6.Provider` that are served; Terraform takes any other one as not supported. */
export const rpcs = {
  GetMetadata: {
    request: Empty,
    response: message({
      serverCapabilities: optional(1, nested(ServerCapabilities)),
      diagnostics: diagnostics(2),
      dataSources: repeated(3, nested(TypeName)),
      resources: repeated(4, nested(TypeName)),
      functions: repeated(5, nested(message({ name: field(1, string) }))),
      ephemeralResources: repeated(6, nested(TypeName)),
    }),
  },
  GetProviderSchema: {
    request: Empty,
    response: writtenOnce(
      message({
        provider: optional(1, nested(Schema)),
        resourceSchemas: map(2, nested(Schema)),
        dataSourceSchemas: map(3, nested(Schema)),
        diagnostics: diagnostics(4),
        serverCapabilities: optional(6, nested(ServerCapabilities)),
        functions: map(7, nested(Function)),
        ephemeralResourceSchemas: map(8, nested(Schema)),
      }),
    ),
  },
  GetResourceIdentitySchemas: {
    request: Empty,
    response: message({ diagnostics: diagnostics(2) }),
  },
  ValidateProviderConfig: {
    request: message({ config: dynamicValue(1) }),
    response: message({ diagnostics: diagnostics(2) }),
  },
  ValidateResourceConfig: {
    request: message({
      typeName: field(1, string),
      config: dynamicValue(2),
      clientCapabilities: optional(3, nested(ClientCapabilities)),
    }),
    response: message({ diagnostics: diagnostics(1) }),
  },
  ValidateDataResourceConfig: {
    request: message({ typeName: field(1, string), config: dynamicValue(2) }),
    response: message({ diagnostics: diagnostics(1) }),
  },
  ValidateEphemeralResourceConfig: {
    request: message({ typeName: field(1, string), config: dynamicValue(2) }),
    response: message({ diagnostics: diagnostics(1) }),
  },
  ConfigureProvider: {
    request: message({ terraformVersion: field(1, string), config: dynamicValue(2) }),
    response: message({ diagnostics: diagnostics(1) }),
  },
  UpgradeResourceState: {
    request: message({
      typeName: field(1, string),
      version: field(2, integer),
      rawState: optional(3, nested(RawState)),
    }),
    response: message({ upgradedState: dynamicValue(1), diagnostics: diagnostics(2) }),
  },
  ReadResource: {
    request: message({ typeName: field(1, string), currentState: dynamicValue(2), private: field(3, bytes) }),
    response: message({ newState: dynamicValue(1), diagnostics: diagnostics(2), private: field(3, bytes) }),
  },
  PlanResourceChange: {
    request: message({
      typeName: field(1, string),
      priorState: dynamicValue(2),
      proposedNewState: dynamicValue(3),
      config: dynamicValue(4),
      priorPrivate: field(5, bytes),
    }),
    response: message({
      plannedState: dynamicValue(1),
      requiresReplace: repeated(2, nested(AttributePath)),
      plannedPrivate: field(3, bytes),
      diagnostics: diagnostics(4),
    }),
  },
  ApplyResourceChange: {
    request: message({
      typeName: field(1, string),
      priorState: dynamicValue(2),
      plannedState: dynamicValue(3),
      config: dynamicValue(4),
      plannedPrivate: field(5, bytes),
    }),
    response: message({ newState: dynamicValue(1), private: field(2, bytes), diagnostics: diagnostics(3) }),
  },
  ImportResourceState: {
    request: message({ typeName: field(1, string), id: field(2, string) }),
    response: message({
      importedResources: repeated(
        1,
        nested(message({ typeName: field(1, string), state: dynamicValue(2), private: field(3, bytes) })),
      ),
      diagnostics: diagnostics(2),
    }),
  },
  MoveResourceState: {
    request: message({
      sourceProviderAddress: field(1, string),
      sourceTypeName: field(2, string),
      sourceSchemaVersion: field(3, integer),
      sourceState: optional(4, nested(RawState)),
      targetTypeName: field(5, string),
      sourcePrivate: field(6, bytes),
    }),
    response: message({ targetState: dynamicValue(1), diagnostics: diagnostics(2), targetPrivate: field(3, bytes) }),
  },
  ReadDataSource: {
    request: message({ typeName: field(1, string), config: dynamicValue(2) }),
    response: message({ state: dynamicValue(1), diagnostics: diagnostics(2) }),
  },
  OpenEphemeralResource: {
    request: message({ typeName: field(1, string), config: dynamicValue(2) }),
    response: message({
      diagnostics: diagnostics(1),
      renewAt: optional(2, nested(Timestamp)),
      result: dynamicValue(3),
      private: optional(4, bytes),
    }),
  },
  RenewEphemeralResource: {
    request: message({ typeName: field(1, string), private: field(2, bytes) }),
    response: message({
      diagnostics: diagnostics(1),
      renewAt: optional(2, nested(Timestamp)),
      private: optional(3, bytes),
    }),
  },
  CloseEphemeralResource: {
    request: message({ typeName: field(1, string), private: field(2, bytes) }),
    response: message({ diagnostics: diagnostics(1) }),
  },
  GetFunctions: {
    request: Empty,
    response: message({ functions: map(1, nested(Function)), diagnostics: diagnostics(2) }),
  },
  CallFunction: {
    request: message({ name: field(1, string), arguments: repeated(2, nested(DynamicValue)) }),
    response: message({
      result: dynamicValue(1),
      error: optional(2, nested(message({ text: field(1, string), functionArgument: optional(2, integer) }))),
    }),
  },
  StopProvider: {
    request: Empty,
    response: message({ error: field(1, string) }),
  },
} as const;

export type RpcName = keyof typeof rpcs;
export type Request<N extends RpcName> = Got<(typeof rpcs)[N]['request']>;
export type Response<N extends RpcName> = Sent<(typeof rpcs)[N]['response']>;
/** What serves each remote procedure. */
export type Procedures = { readonly [N in RpcName]: (request: Request<N>) => Promise<Response<N>> };
export type DynamicValueMessage = Response<'ReadDataSource'>['state'];

// The messages of the services beside the provider: health, and what the client's library expects of every plugin.

export const HealthCheckResponse = message({ status: field(1, integer) });
export const serving = 1;
