export { abortable } from './abortable';
export { Deadline, TimeIsOver } from './deadline';
export { Client } from './client';
export { ApiError, OperationFailedError } from './errors';
export { type Linked, linkedId, linkedUuid, requiredId } from './links';
export { TokenSource } from './credentials';
export { resourceOf } from './operations';
export { type ClientOptions } from './options';
export * from './shapes';
