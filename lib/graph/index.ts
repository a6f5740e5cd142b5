export { fromDefinition } from './from-definition';
export { fromRecords } from './from-records';
export { fromSynthesized, isSynthesized } from './from-synthesized';
export { graphOf } from './graph';
export { toMermaid } from './mermaid';
