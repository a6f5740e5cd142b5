/** The local platform: Aptible's HTTP API on this machine. */
import { randomBytes } from 'node:crypto';
import { PlatformClock, type Clock, type ClockMode } from './clock';
import { Control } from './control';
import { controlRoutes } from './control-routes';
import type { DatabaseServers } from './databases';
import { Faults } from './faults';
import { ownCertificate } from './https';
import { Journal } from './journal';
import { Operations, type OperationTiming } from './operations';
import type { Platform } from './platform';
import { Page } from './page';
import { resources, routes } from './resources';
import { resumeDatabases } from './resources/database-server';
import { jwt } from './resources/token';
import { seed } from './seed';
import { RecordedRequests } from './recorded-requests';
import { PlatformServer, type RecordedRequest } from './server';
import { SshPortal } from './ssh-portal';
import { Store } from './store';

export type { Clock, ClockMode } from './clock';
export type { Control } from './control';
export type {
  Authority,
  DatabaseServer,
  DatabaseServerRequest,
  DatabaseServers,
  EndpointAddress,
  EndpointRequest,
} from './databases';
export type { Fault, RequestPattern } from './faults';
export type { OperationTiming, Timing } from './operations';
export type { Kind, Records } from './resources';
export type { RecordedRequest } from './server';
export type { SshPortalSettings } from './ssh-portal';
export type { Snapshot } from './store';

export interface LocalPlatformOptions {
  /** @default the one that `data` was used with last, else a free one */
  readonly port?: number;
  /** @default 127.0.0.1 */
  readonly host?: string;
  /** Whether the platform speaks HTTPS, with a certificate that it makes, instead of HTTP. @default false */
  readonly https?: boolean;
  /** How long operations take. @default 'instant' */
  readonly operations?: OperationTiming;
  /** Whether time passes by itself or only by `clock.advance`. @default 'running' */
  readonly clock?: ClockMode;
  /** A directory that keeps everything but the data inside the databases. It needs the npm package classic-level. @default memory only */
  readonly data?: string;
  /** What stands behind databases. @default 'none': well-formed URLs at which nothing answers */
  readonly databases?: DatabaseServers | 'none';
  /** Docker image, with or without its tag → the names of its services. */
  readonly images?: Readonly<Record<string, readonly string[]>>;
  /** The names of the services of all other images. @default ['cmd'] */
  readonly defaultProcessTypes?: readonly string[];
  /** The bearer token that is accepted beside those that a login gives. @default a new one */
  readonly token?: string;
  /** The number of elements on a page when the request names none. @default 40 */
  readonly pageSize?: number;
  /** Whether tests in other processes may use the control path, `/_local/…`. @default false */
  readonly control?: boolean;
  /** Whether requests are recorded, for `requests` and the control path. @default true */
  readonly recordRequests?: boolean;
  /** Ends the start, which throws then. What is there by then is stopped. */
  readonly signal?: AbortSignal;
  /** Takes a line for the person who runs the platform. @default the line is dropped */
  readonly report?: (line: string) => void;
}

export interface LocalPlatform {
  /** The address of the API, and of the auth API as well. */
  readonly url: string;
  readonly token: string;
  /** The certificate that clients have to trust, in PEM, new at each start; undefined without `https`. */
  readonly certificate: string | undefined;
  /** The user who can log in. */
  readonly username: string;
  readonly password: string;
  /** The address that opens the page in a browser, once and without a login. */
  readonly pageUrl: string;
  /** The environment variables that clients need. */
  readonly environment: Readonly<
    Record<'APTIBLE_API_ROOT_URL' | 'APTIBLE_AUTH_ROOT_URL' | 'APTIBLE_ACCESS_TOKEN', string>
  >;
  /** The requests so far, in their order: the last 10 000 at most, and no more than 32 MiB of them. */
  readonly requests: readonly RecordedRequest[];
  readonly clock: Clock;
  readonly control: Control;
  /** Stops the platform with all its connections and database servers. */
  stop(): Promise<void>;
}

/** @throws the system's Error when the port cannot be used. */
export async function startLocalPlatform(options: LocalPlatformOptions = {}): Promise<LocalPlatform> {
  const { data, report = () => undefined } = options;
  const journal = data === undefined ? undefined : await Journal.open(data, report);
  try {
    return await start(options, journal);
  } catch (error) {
    await journal?.close();
    throw error;
  }
}

async function start(options: LocalPlatformOptions, journal: Journal | undefined): Promise<LocalPlatform> {
  const clock = new PlatformClock(options.clock);
  const store = new Store(() => clock.now(), journal);
  if (journal?.snapshot === undefined) seed(store, newOwner());
  const owner = store.list('user')[0]!;

  const platform: Platform = {
    store,
    clock,
    resources,
    databases: options.databases ?? 'none',
    processTypes: (image: string) => processTypesOf(image, options),
    report: options.report ?? (() => undefined),
    get operations() {
      return operations;
    },
    get sshPortal() {
      return sshPortal;
    },
  };
  const operations: Operations = new Operations(platform);
  operations.timing = options.operations ?? 'instant';

  let token = options.token ?? journal?.values.token;
  const faults = new Faults(operations.faults);
  const requests = new RecordedRequests();
  const control = new Control(platform, faults, requests);
  const allRoutes = options.control ? [...routes, ...controlRoutes(control, clock, requests.list)] : routes;
  const accepts = (given: string): boolean =>
    given === token ||
    store.list('token').some((each) => each.access_token === given && each.expires_at * 1000 > +clock.now());
  const sshPortal = new SshPortal(platform, accepts);
  const page = new Page(platform, accepts);
  const issued = options.https ? ownCertificate(options.host ?? loopback) : undefined;
  const server = new PlatformServer(
    platform,
    faults,
    allRoutes,
    options.recordRequests === false ? undefined : requests,
    {
      pageSize: options.pageSize ?? 40,
      accepts,
      expired: (given) => store.list('token').some((each) => each.access_token === given),
      page,
      tls: issued && { key: issued.privateKeyPem, cert: issued.certificatePem },
      saved: async () => journal?.written(),
    },
  );
  await resumeDatabases(platform, options.signal);
  options.signal?.throwIfAborted();
  const url = await listen(server, sshPortal, options, journal?.values.port, platform.report);
  operations.resume();
  token ??= jwt(url, 'local', owner, 'manage', Math.floor(+clock.now() / 1000) + 10 * 365 * 86400);
  journal?.putValue('token', token);
  journal?.putValue('port', Number(new URL(url).port || (options.https ? 443 : 80)));
  await journal?.written();

  return {
    url,
    token,
    certificate: issued?.certificatePem,
    pageUrl: `${url}/#key=${page.key}`,
    username: owner.email,
    password: owner.password,
    environment: { APTIBLE_API_ROOT_URL: url, APTIBLE_AUTH_ROOT_URL: url, APTIBLE_ACCESS_TOKEN: token },
    requests: requests.list,
    clock,
    control,
    stop: async () => {
      clock.clear();
      await Promise.all([server.close(), sshPortal.close()]);
      const { databases } = platform;
      await Promise.all([operations.stop(), databases === 'none' ? undefined : databases.close()]);
      await journal?.close();
    },
  };
}

const loopback = '127.0.0.1';

function processTypesOf(
  image: string,
  { images, defaultProcessTypes = ['cmd'] }: LocalPlatformOptions,
): readonly string[] {
  return images?.[image] ?? images?.[image.replace(/(:[^:/]+|@[^@]+)$/, '')] ?? defaultProcessTypes;
}

function newOwner(): Parameters<typeof seed>[1] {
  return {
    organization: { uuid: '0b6e5c1c-8f3a-4d5e-9c7b-1a2d3e4f5a6b', name: 'Local', handle: 'local' },
    user: {
      uuid: '8d1f6f0e-2c4b-4a8e-b6d5-7e9f0a1b2c3d',
      name: 'Local User',
      email: 'user@example.com',
      password: randomBytes(12).toString('base64url'),
    },
  };
}

/** Listens at the port from last time if no other one is asked for, so that clients find the platform again. */
async function listen(
  server: PlatformServer,
  sshPortal: SshPortal,
  { port, host = loopback }: LocalPlatformOptions,
  formerPort: number | undefined,
  report: (line: string) => void,
): Promise<string> {
  await sshPortal.listen();
  try {
    return await server.listen(port ?? formerPort ?? 0, host);
  } catch (error) {
    const isTaken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
    if (!isTaken || port !== undefined || formerPort === undefined) {
      await sshPortal.close();
      throw error;
    }
    report(`Port ${formerPort}, at which the local platform was before, is taken: it has another one now.`);
    return server.listen(0, host);
  }
}
