/** What the platform's database types have: ports, credentials, and the form of their URLs. */

export interface Address {
  readonly host: string;
  /** Pairs of the port to connect to and the engine's own, in the order of the engine's ports. */
  readonly ports: readonly { readonly mapped: number; readonly native: number }[];
}

interface Credential {
  readonly type: string;
  readonly url: string;
}

export interface Engine {
  readonly versions: readonly string[];
  readonly default: string;
  readonly replicates?: boolean;
  readonly ports: readonly number[];
  /** The credentials, the default one first. */
  credentials(address: Address, password: string, version: string): readonly Credential[];
}

const at = ({ host, ports }: Address, index = 0): string =>
  `${host}:${ports[Math.min(index, ports.length - 1)]!.mapped}`;

export const engines: Readonly<Record<string, Engine>> = {
  couchdb: {
    versions: ['3.3'],
    default: '3.3',
    ports: [5984],
    credentials: (address, password) => [{ type: 'couchdb', url: `https://aptible:${password}@${at(address)}/db` }],
  },
  elasticsearch: {
    versions: ['7.10', '8.16', '8.17', '8.18', '8.19', '9.0', '9.1', '9.2'],
    default: '8.19',
    ports: [9200],
    credentials: (address, password) => [{ type: 'elasticsearch', url: `https://aptible:${password}@${at(address)}/` }],
  },
  influxdb: {
    versions: ['1.8'],
    default: '1.8',
    ports: [8086],
    credentials: (address, password) => {
      const url = `https://aptible:${password}@${at(address)}`;
      return [
        { type: 'influxdb', url },
        { type: 'write', url: `${url}/write?db=db` },
        { type: 'query', url: `${url}/query?db=db` },
      ];
    },
  },
  mongodb: {
    versions: ['4.0'],
    default: '4.0',
    replicates: true,
    ports: [27017],
    credentials: (address, password) => [
      { type: 'mongodb', url: `mongodb://aptible:${password}@${at(address)}/db?ssl=true` },
    ],
  },
  mysql: {
    versions: ['5.7', '8.0', '8.4'],
    default: '8.0',
    replicates: true,
    ports: [3306],
    credentials: (address, password) => [{ type: 'mysql', url: `mysql://aptible:${password}@${at(address)}/db` }],
  },
  postgresql: {
    versions: ['12', '13', '14', '15', '16', '17'],
    default: '16',
    replicates: true,
    ports: [5432],
    credentials: (address, password) => [
      { type: 'postgresql', url: `postgresql://aptible:${password}@${at(address)}/db` },
    ],
  },
  rabbitmq: {
    versions: ['3.12', '3.13'],
    default: '3.12',
    ports: [5671, 15671],
    credentials: (address, password) => {
      const management = `https://aptible:${password}@${at(address, 1)}`;
      return [
        { type: 'amqps', url: `amqps://aptible:${password}@${at(address)}/db` },
        { type: 'management', url: management },
        { type: 'management-api', url: `${management}/api/vhosts/db` },
      ];
    },
  },
  redis: {
    versions: ['5.0', '6.2', '7.0', '7.2', '8.0', '8.2'],
    default: '7.2',
    replicates: true,
    ports: [6379, 6380],
    credentials: (address, password, version) => {
      // Before version 6 there were no users.
      const user = Number.parseFloat(version) < 6 ? '' : 'aptible';
      return [
        { type: 'redis', url: `redis://${user}:${password}@${at(address)}` },
        { type: 'redis+ssl', url: `rediss://${user}:${password}@${at(address, 1)}` },
      ];
    },
  },
  sftp: {
    versions: ['1.0'],
    default: '1.0',
    ports: [22],
    credentials: (address, password) => [{ type: 'sftp', url: `sftp://aptible:${password}@${at(address)}` }],
  },
};
