import type { Resource } from '../platform';
import { item, nested } from '../routes';
import type { Stored } from '../store';

export interface Disk extends Stored {
  readonly handle: string;
  readonly ebs_volume_type: string;
  readonly size: number;
  readonly provisioned_iops: number;
  readonly availability_zone: string;
  readonly passphrase: string;
  readonly current_kms_arn: string | null;
  readonly account_id: number;
  readonly database_id: number;
}

declare module '../store' {
  interface Records {
    disk: Disk;
  }
}

export const disk: Resource<Disk> = {
  collection: 'disks',
  hidden: ['account_id', 'database_id'],
  sensitive: ['passphrase'],
  computed: (disk) => ({
    ebs_volume_id: null,
    filesystem: 'ext4',
    key_bytes: 32,
    host: null,
    device: null,
    attached: true,
    ec2_instance_id: null,
    baseline_iops: disk.provisioned_iops,
    modification_progress: null,
    status: 'provisioned',
  }),
  links: (disk) => ({
    account: `/accounts/${disk.account_id}`,
    database: `/databases/${disk.database_id}`,
  }),
  inEnvironment: { onDeletion: 'left', page: null },
  routes: [item('/disks/{id}', 'disk'), nested('/accounts/{account_id}/disks', 'disk', 'account')],
};
