/** What tests and demonstrations do behind the API's back. */
import type { Fault, Faults } from './faults';
import type { OperationTiming } from './operations';
import type { Platform } from './platform';
import { newPassword } from './resources/database-record';
import { changePassword } from './resources/database-server';
import { seed } from './seed';
import type { SshPortalSettings } from './ssh-portal';
import type { Fields, Kind, Records, Snapshot } from './store';

export class Control {
  constructor(
    private readonly platform: Platform,
    private readonly faults: Faults,
    private readonly requests: { clear(): void },
  ) {}

  /** Says what goes wrong next. */
  failNext(fault: Fault): void {
    this.faults.add(fault);
  }

  /** Sets how long operations take from now on; those under way keep their time. */
  setTiming(timing: OperationTiming): void {
    this.platform.operations.timing = timing;
  }

  /** Sets what is not as it should be with the SSH portal. What is left out is as it should be. */
  setSshPortal(settings: SshPortalSettings): void {
    this.platform.sshPortal.set(settings);
  }

  /** Ends all connections to the SSH portal without a word. */
  dropSshConnections(): void {
    this.platform.sshPortal.drop();
  }

  /** Adds a record as it is, past all rules. */
  seed<K extends Kind>(kind: K, fields: Fields<Records[K]>): Records[K] {
    return this.platform.store.insert(kind, fields);
  }

  /** Changes a record as somebody else might have: drift. */
  change<K extends Kind>(kind: K, id: number, fields: Partial<Fields<Records[K]>>): Records[K] {
    if (this.platform.store.find(kind, id) === undefined) throw new Error(`there is no ${kind} ${id}`);
    return this.platform.store.update(kind, id, fields);
  }

  /** Makes a record disappear as if somebody else had removed it. */
  remove(kind: Kind, id: number): void {
    if (this.platform.store.find(kind, id) === undefined) throw new Error(`there is no ${kind} ${id}`);
    this.platform.store.remove(kind, id);
  }

  /**
   * Gives the user of a database another password, which on the platform only Support does. It is in the server, in those of its replicas
   * and in their credentials.
   *
   * @param password A new one is chosen without it.
   */
  async changeDatabasePassword(databaseId: number, password = newPassword()): Promise<string> {
    const database = this.platform.store.find('database', databaseId);
    if (database === undefined) throw new Error(`there is no database ${databaseId}`);
    await changePassword(this.platform, database, password);
    return password;
  }

  list<K extends Kind>(kind: K, where: Partial<Records[K]> = {}): Records[K][] {
    return this.platform.store.list(kind, where);
  }

  snapshot(): Snapshot {
    return this.platform.store.snapshot();
  }

  /** Goes back to a snapshot. Operations that were under way go on. Database servers are not part of a snapshot. */
  restore(snapshot: Snapshot): void {
    this.platform.sshPortal.forget();
    this.platform.clock.clear();
    this.platform.store.restore(snapshot);
    this.platform.operations.resume();
  }

  /** Goes back to the beginning: no records but the first ones, no faults, no recorded requests. */
  async reset(): Promise<void> {
    const { databases, store } = this.platform;
    await this.platform.operations.settled();
    if (databases !== 'none') await Promise.all(store.list('database').map(({ id }) => databases.remove(id)));
    const users = store.list('user');
    const organizations = store.list('organization');
    this.platform.clock.clear();
    this.faults.clear();
    this.setSshPortal({});
    this.platform.sshPortal.forget();
    this.requests.clear();
    store.restore({ nextId: 1, records: {} });
    seed(store, { user: users[0]!, organization: organizations[0]! });
  }
}
