/** Users inside database servers: what they may do, who logs in as them, and how they go. It knows SQL, and nothing of Terraform. */
export { Connections, type ConnectionOptions } from './connections';
export { DatabaseUserError } from './errors';
export { accessPrivileges, type Grant } from './grants';
export { openPostgresql } from './open';
export { type Grants, PostgresqlUsers } from './postgresql';
