/** Collections that clients ask for and that are always empty here. */
import { renderLinks } from '../hal';
import type { Route } from '../platform';
import type { Kind } from '../store';

const paths = [
  '/accounts/{account_id}/activity_reports',
  '/accounts/{account_id}/disk_attachments',
  '/accounts/{account_id}/persistent_disks',
  '/apps/{app_id}/code_scan_results',
  '/apps/{app_id}/ephemeral_sessions',
  '/apps/{app_id}/prerelease_commands',
  '/certificates/{certificate_id}/operations',
  '/disk_attachments',
  '/external_aws_accounts',
  '/external_aws_resources',
  '/log_drains/{log_drain_id}/containers',
  '/log_drains/{log_drain_id}/ephemeral_containers',
  '/metric_drains/{metric_drain_id}/containers',
  '/operations/{operation_id}/ephemeral_sessions',
  '/organizations/{organization}/invitations',
  '/organizations/{organization}/whitelist_memberships',
  '/plans',
  '/releases/{release_id}/containers',
  '/roles/{role}/invitations',
  '/roles/{role}/memberships',
  '/services/{service_id}/disk_attachments',
  '/sources',
  '/stacks/{stack_id}/intrusion_detection_reports',
  '/stacks/{stack_id}/vpc_peers',
  '/stacks/{stack_id}/vpn_tunnels',
  '/users/{user}/ssh_keys',
];

/** `disk_attachments` for `account` */
export function absentCollectionsOf(parent: Kind): string[] {
  return paths.filter((path) => path.includes(`{${parent}_id}`)).map(collectionOf);
}

export const absent: readonly Route[] = paths.map((path) => ({
  method: 'GET',
  path,
  handle: (call) => {
    const parent = /\{(\w+)_id\}/.exec(path)?.[1];
    if (parent !== undefined) call.find(parent as Kind, `${parent}_id`);
    const self = path.replace(/\{(\w+)\}/, (_part, name: string) => call.params[name]!);
    return {
      status: 200,
      json: {
        _embedded: { [collectionOf(path)]: [] },
        _links: renderLinks(call.origin, { self }),
        current_page: 1,
        per_page: 40,
        total_count: 0,
      },
    };
  },
}));

function collectionOf(path: string): string {
  return path.split('/').at(-1)!;
}
