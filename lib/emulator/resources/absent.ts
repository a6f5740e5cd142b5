/** What the local platform never has any of, though clients ask for it: their collections answer, and are empty. */
import { renderLinks } from '../hal';
import type { Route } from '../platform';
import type { Kind } from '../store';

const collections: readonly (readonly [path: string, collection: string, parent?: Kind])[] = [
  ['/accounts/{account_id}/activity_reports', 'activity_reports', 'account'],
  ['/accounts/{account_id}/disk_attachments', 'disk_attachments', 'account'],
  ['/accounts/{account_id}/persistent_disks', 'persistent_disks', 'account'],
  ['/apps/{app_id}/code_scan_results', 'code_scan_results', 'app'],
  ['/apps/{app_id}/ephemeral_sessions', 'ephemeral_sessions', 'app'],
  ['/apps/{app_id}/prerelease_commands', 'prerelease_commands', 'app'],
  ['/certificates/{certificate_id}/operations', 'operations', 'certificate'],
  ['/disk_attachments', 'disk_attachments'],
  ['/external_aws_accounts', 'external_aws_accounts'],
  ['/external_aws_resources', 'external_aws_resources'],
  ['/log_drains/{log_drain_id}/containers', 'containers', 'log_drain'],
  ['/log_drains/{log_drain_id}/ephemeral_containers', 'ephemeral_containers', 'log_drain'],
  ['/metric_drains/{metric_drain_id}/containers', 'containers', 'metric_drain'],
  ['/operations/{operation_id}/ephemeral_sessions', 'ephemeral_sessions', 'operation'],
  ['/organizations/{organization}/invitations', 'invitations'],
  ['/organizations/{organization}/whitelist_memberships', 'whitelist_memberships'],
  ['/plans', 'plans'],
  ['/releases/{release_id}/containers', 'containers', 'release'],
  ['/roles/{role}/invitations', 'invitations'],
  ['/roles/{role}/memberships', 'memberships'],
  ['/services/{service_id}/disk_attachments', 'disk_attachments', 'service'],
  ['/sources', 'sources'],
  ['/stacks/{stack_id}/intrusion_detection_reports', 'intrusion_detection_reports', 'stack'],
  ['/stacks/{stack_id}/vpc_peers', 'vpc_peers', 'stack'],
  ['/stacks/{stack_id}/vpn_tunnels', 'vpn_tunnels', 'stack'],
  ['/users/{user}/ssh_keys', 'ssh_keys'],
];

export const absent: readonly Route[] = collections.map(([path, collection, parent]) => ({
  method: 'GET',
  path,
  handle: (call) => {
    if (parent !== undefined) call.find(parent, `${parent}_id`);
    const self = path.replace(/\{(\w+)\}/, (_part, name: string) => call.params[name]!);
    return {
      status: 200,
      json: {
        _embedded: { [collection]: [] },
        _links: renderLinks(call.origin, { self }),
        current_page: 1,
        per_page: 40,
        total_count: 0,
      },
    };
  },
}));
