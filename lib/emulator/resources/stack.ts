import type { Resource } from '../platform';
import { all, item } from '../routes';
import type { Stored } from '../store';

export interface Stack extends Stored {
  readonly name: string;
  readonly region: string;
  /** The organization's UUID; null for a shared stack. */
  readonly organization: string | null;
  readonly default: boolean;
}

declare module '../store' {
  interface Records {
    stack: Stack;
  }
}

export const stack: Resource<Stack> = {
  collection: 'stacks',
  hidden: ['organization'],
  computed: (stack, { sshPortal }) => ({
    version: 'v2',
    public: stack.organization === null,
    ssh_host_dsa_public_key: '',
    ssh_host_rsa_public_key: sshPortal.hostKeyLine,
    ssh_host_ecdsa_public_key: '',
    ssh_portal_host: sshPortal.host,
    ssh_portal_port: sshPortal.port,
    outbound_ip_addresses: ['192.0.2.1', '192.0.2.2'],
    memory_limits: true,
    cpu_limits: true,
    intrusion_detection: false,
    expose_intrusion_detection_reports: false,
    account_id: null,
    vpc_id: null,
    // The command-line tool takes the host of a tunnel's local end from it: `localhost.localhost` is this machine, and nobody else.
    internal_domain: 'localhost',
    default_domain: defaultDomain,
    brickwall_enabled: false,
    vpc_cidr: null,
    allow_t_instance_profile: false,
    allow_m_instance_profile: true,
    allow_c_instance_profile: stack.organization !== null,
    allow_r_instance_profile: stack.organization !== null,
    allow_granular_container_sizes: false,
    vertical_autoscaling: true,
    horizontal_autoscaling: true,
    self_hosted: false,
  }),
  links: (stack) => ({
    organization: stack.organization === null ? undefined : `/organizations/${stack.organization}`,
    accounts: `/stacks/${stack.id}/accounts`,
    vpc_peers: `/stacks/${stack.id}/vpc_peers`,
    vpn_tunnels: `/stacks/${stack.id}/vpn_tunnels`,
    intrusion_detection_reports: `/stacks/${stack.id}/intrusion_detection_reports`,
  }),
  routes: [all('/stacks', 'stack'), item('/stacks/{id}', 'stack')],
};

/** The end of all inner host names. `invalid` never resolves: a name without a server here must not lead to a stranger's. */
export const internalDomain = 'aptible.invalid';
/** The end of the host names of endpoints that have none of their own. */
export const defaultDomain = 'on-aptible.invalid';
