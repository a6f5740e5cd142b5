export { type Category } from './categories';
export { toMarkdown } from './markdown';
export { readPlan } from './plan';
export { summarize } from './summary';
export { toText } from './text';
