export { fromDefinition } from './from-definition';
export { fromRecords, type Records } from './from-records';
export { fromSynthesized, isSynthesized } from './from-synthesized';
export { graphOf, type Graph } from './graph';
export { toMermaid } from './mermaid';
