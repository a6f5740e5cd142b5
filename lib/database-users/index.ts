/** Users inside database servers: what they may do, who logs in as them, and how they go. It knows SQL, and nothing of Terraform. */
export { type Engine, engines, type Site, type Way } from './engines';
export { DatabaseUserError } from './errors';
export type { DatabaseUsers, Grant, Grants } from './users';
