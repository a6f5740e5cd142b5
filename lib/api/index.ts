export { Client, type ClientOptions, type Log, type RequestOptions } from './client';
export { type CredentialArguments, TokenSource } from './credentials';
export { ApiError, type ApiErrorCode, OperationFailedError, TimeoutError } from './errors';
export { idOf, type Linked, linkedId, linkedUuid } from './links';
export { type WaitOptions, waitForOperation } from './operations';
export * from './shapes';
