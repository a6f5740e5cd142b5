import { issueCertificate } from '../../x509';
import type { Authority } from '../databases';
import { read, reference, text, oneOf, filledText } from '../fields';
import { handle } from '../limits';
import { kindsInEnvironment, nameOf, type Call, type Platform, type Resource } from '../platform';
import { notFound, refuseIf } from '../refusals';
import { all, change, created, item, nested, nothing, post, remove, show } from '../routes';
import type { Stored } from '../store';
import { absentCollectionsOf } from './absent';
import { configurePolicy, defaultPolicy } from './backup-retention-policy';
import { handleProblem } from './handle';

/** An environment, as the product calls it. */
export interface Account extends Stored {
  readonly type: 'production' | 'development';
  readonly handle: string;
  readonly name: string | null;
  readonly onboarding_status: string;
  readonly organization_id: string;
  readonly stack_id: number;
  /** The certificate of its authority. Accounts that were kept by an earlier version have none, or not its key. */
  readonly ca_body?: string;
  /** The authority's key, which no answer shows. */
  readonly authority_key?: string;
}

declare module '../store' {
  interface Records {
    account: Account;
  }
}

export const account: Resource<Account> = {
  collection: 'accounts',
  hidden: ['stack_id', 'authority_key'],
  sensitive: ['ca_private_key'],
  computed: (account, { store, sshPortal }) => {
    const apps = store.list('app', { account_id: account.id });
    const databases = store.list('database', { account_id: account.id });
    const services = store.list('service', { account_id: account.id });
    const count = (counted: typeof services): number =>
      counted.reduce((sum, service) => sum + service.container_count, 0);
    return {
      number: String(account.id),
      activated: true,
      syslog_host: null,
      syslog_port: null,
      bastion_host: null,
      bastion_port: 22,
      ssh_portal_port: sshPortal.port,
      dumptruck_port: 45022,
      container_count: count(services),
      domain_count: 0,
      total_disk_size: store.list('disk', { account_id: account.id }).reduce((sum, disk) => sum + disk.size, 0),
      total_app_count: apps.length,
      app_container_count: count(services.filter((service) => service.app_id !== null)),
      database_container_count: count(services.filter((service) => service.database_id !== null)),
      total_database_count: databases.length,
      total_backup_size: 0,
      sweetness_stack: store.get('stack', account.stack_id).name,
      sweetness_stack_version: 'v2',
      gentlemanjerry_endpoint: null,
      gentlemanjerry_certificate: null,
      gentlemanjerry_docker_name: null,
      gentlemanjerry_instance_id: null,
      ca_body: account.ca_body ?? null,
      ca_private_key: null,
    };
  },
  links: (account, platform) => ({
    organization: `/organizations/${account.organization_id}`,
    stack: `/stacks/${account.stack_id}`,
    ...Object.fromEntries(
      [
        ...kindsInEnvironment(platform).map((kind) => platform.resources[kind].collection),
        ...absentCollectionsOf('account'),
      ].map((collection) => [collection, `/accounts/${account.id}/${collection}`]),
    ),
  }),
  embedded: (account, { store }) => ({
    log_drains: { kind: 'log_drain', show: store.list('log_drain', { account_id: account.id }) },
    permissions: { kind: 'permission', show: store.list('permission', { account_id: account.id }) },
  }),
  routes: [
    all('/accounts', 'account'),
    item('/accounts/{id}', 'account'),
    nested('/stacks/{stack_id}/accounts', 'account', 'stack'),
    {
      method: 'GET',
      path: '/find/account',
      handle: (call) => {
        const wanted = call.query.get('handle');
        const found = call.platform.store.list('account').find((each) => each.handle === wanted);
        if (found === undefined) throw notFound();
        return show('account', found);
      },
    },
    post('/accounts', create),
    ...change('/accounts/{id}', (call) => {
      const account = call.find('account');
      const fields = read(call.body, { handle, name: text, onboarding_status: text });
      refuseIf([handleProblem(call.platform, 'account', fields.handle, {}, account.id)]);
      return show('account', call.platform.store.update('account', account.id, fields));
    }),
    remove('/accounts/{id}', (call) => {
      const account = call.find('account');
      refuseIf(whatBlocksDeletion(call.platform, account));
      removeWithEnvironment(call.platform, account);
      call.platform.store.remove('account', account.id);
      return nothing;
    }),
  ],
  operations: {
    configure_backup_policy: { run: ({ id }, operation, platform) => configurePolicy(id, operation, platform) },
  },
};

function create(call: Call): ReturnType<typeof created> {
  const { store } = call.platform;
  const fields = read(
    call.body,
    {
      handle,
      type: oneOf(['production', 'development'] as const),
      organization_id: filledText,
      name: text,
      stack_id: reference,
      onboarding_status: text,
    },
    ['handle', 'type', 'organization_id'],
  );
  const organization = store.list('organization', { uuid: fields.organization_id })[0];
  const stacks = store.list('stack');
  const stack =
    fields.stack_id === undefined
      ? stacks.find((each) => each.organization === null)
      : stacks.find((each) => each.id === fields.stack_id);
  refuseIf([
    organization === undefined && `organization_id ${fields.organization_id} does not exist`,
    stack === undefined && `stack_id ${fields.stack_id} does not exist`,
    stack !== undefined &&
      fields.type === 'production' &&
      stack.organization === null &&
      'type can be production only on a dedicated stack',
    handleProblem(call.platform, 'account', fields.handle),
  ]);
  const account = store.insert('account', {
    type: fields.type,
    handle: fields.handle,
    name: fields.name ?? null,
    onboarding_status: fields.onboarding_status ?? 'initiated',
    organization_id: fields.organization_id,
    stack_id: stack!.id,
    ...newAuthority(fields.handle),
  });
  store.insert('backup_retention_policy', { ...defaultPolicy, account_id: account.id });
  return created('account', account);
}

const tenYearsMs = 10 * 365 * 24 * 3600 * 1000;
const hourMs = 3600 * 1000;

/** Makes an authority. Those who check its certificate have the machine's time, which may differ from the platform's. */
function newAuthority(handle: string): Pick<Account, 'ca_body' | 'authority_key'> {
  const { certificatePem, privateKeyPem } = issueCertificate({
    organization: 'Local platform',
    commonName: `${handle} certificate authority`,
    isAuthority: true,
    keyUsage: ['keyCertSign', 'cRLSign'],
    validFrom: new Date(Date.now() - hourMs),
    validTo: new Date(Date.now() + tenYearsMs),
  });
  return { ca_body: certificatePem, authority_key: privateKeyPem };
}

/** Gives what signs certificates in an environment; an environment without it gets it. */
export function authorityOf({ store }: Platform, accountId: number): Authority {
  let account = store.get('account', accountId);
  if (account.ca_body === undefined || account.authority_key === undefined)
    account = store.update('account', accountId, newAuthority(account.handle));
  return { certificatePem: account.ca_body!, privateKeyPem: account.authority_key! };
}

function whatBlocksDeletion(platform: Platform, { id }: Account): string[] {
  const blocking = kindsInEnvironment(platform).flatMap((kind) => {
    const { onDeletion } = platform.resources[kind].inEnvironment;
    if (typeof onDeletion === 'string') return [];
    const names = platform.store.list(kind, { account_id: id }).map(nameOf);
    return names.length === 0 ? [] : [{ ...onDeletion, names }];
  });
  const last = blocking.filter(({ isNamedLast }) => isNamedLast);
  return [...blocking.filter((each) => !last.includes(each)), ...last].map(
    ({ blocked, names }) => `the environment still has ${blocked}: ${names.join(', ')}`,
  );
}

function removeWithEnvironment(platform: Platform, { id }: Account): void {
  const { store, resources } = platform;
  for (const kind of kindsInEnvironment(platform)) {
    if (resources[kind].inEnvironment.onDeletion !== 'removed') continue;
    for (const each of store.list(kind, { account_id: id })) store.remove(kind, each.id);
  }
}
