import * as fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { graph } from '../../lib/cli/graph';
import { withSynthesized } from '../../lib/cli/synth';
import { checkDefinition, readDefinition } from '../../lib/definition';
import { startLocalPlatform } from '../../lib/emulator';
import { fromDefinition, fromSynthesized, graphOf, toMermaid } from '../../lib/graph';
import type { Sketch } from '../../lib/graph/sketch';
import { Files } from '../definition/support';
import { Client, World } from '../emulator/support/client';
import { runs } from '../support/runs';

const definition = `version: 1
environment: { handle: acme-staging, stack: shared-us-east-1 }
databases:
  main:
    type: postgresql
    version: "16"
    diskSizeGb: 20
    replicas: { reports: {} }
    users: { web: { owner: [public], rotation: a } }
    endpoints: { office: { ipFiltering: [10.0.0.0/8] } }
  cache: { type: redis, version: "7", diskSizeGb: 10 }
  logs: { type: elasticsearch, version: "7.10", diskSizeGb: 10 }
apps:
  web:
    image: quay.io/acme/web
    config: { REDIS_URL: "\${databases.cache.url}", REPORT_HOST: "\${databases.main.replicas.reports.host}", NAME: text }
    connections: { DATABASE_URL: { database: main, user: web } }
    services:
      web: { containerCount: 2, endpoints: { site: { domain: www.acme.example }, inner: { type: tcp, internal: true } } }
      worker: {}
logDrains:
  logs: { type: elasticsearch, database: logs }
  dog: { type: datadog, token: "\${secret.DATADOG}" }
`;

const picture = `---
title: "acme-staging"
config: { flowchart: { wrappingWidth: 400 } }
---
flowchart LR
  n2(("Internet"))
  subgraph n1["app web"]
    n4(["tcp<br/>internal"])
    n5(["www.acme.example<br/>https"])
    n6["web<br/>2 containers"]
    n7["worker"]
  end
  n3(["tcp"])
  n8[("cache<br/>redis 7")]
  n9[("logs<br/>elasticsearch 7.10")]
  n10[("main<br/>postgresql 16")]
  n11[("reports<br/>replica")]
  n12{{"dog<br/>logs to datadog"}}
  n13{{"logs<br/>logs to elasticsearch_database"}}
  n2 -->|"only 10.0.0.0/8"| n3
  n2 --> n5
  n3 --> n10
  n4 --> n6
  n5 --> n6
  n1 ---->|"REDIS_URL"| n8
  n1 ---->|"DATABASE_URL"| n10
  n1 ---->|"REPORT_HOST"| n11
  n10 -->|"replicates"| n11
  n13 --> n9
  classDef public stroke:#d1242f,stroke-width:3px
  class n2,n5 public
`;

test('a definition and the stack that is made from it give the same picture', async () => {
  using files = new Files({ 'aptible.yaml': definition });
  const file = join(files.path, 'aptible.yaml');
  expect(toMermaid(graphOf(fromDefinition(readDefinition(file))))).toBe(picture);
  const { directory } = await withSynthesized(file, { output: join(files.path, 'out') }, (synthesized) => synthesized);
  const stack: unknown = JSON.parse(readFileSync(join(directory, 'cdk.tf.json'), 'utf8'));
  expect(toMermaid(graphOf(fromSynthesized(stack)))).toBe(picture);
});

test('an environment of the platform is drawn, without a value of a variable', async () => {
  const platform = await startLocalPlatform({ databases: 'none', clock: 'stopped' });
  const before = { ...process.env };
  let printed = '';
  const write = jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
  try {
    const world = new World(Client.of(platform));
    const environment = await world.environment('acme');
    const app = await world.deployedApp(environment, 'shop');
    const database = await world.provisionedDatabase(environment, 'data');
    await world.provisionedDatabase(environment, 'other');
    const url = platform.control.list('database').find(({ id }) => id === database)!.connection_url as string;
    await world.operation(`/apps/${app}`, {
      type: 'configure',
      env: { DATABASE_URL: url, PORT: new URL(url).port, KEY: 's3cr3t' },
    });
    Object.assign(process.env, platform.environment);
    await graph(undefined, { format: 'mermaid', environment: 'acme' });
    expect(printed).toBe(`---
title: "acme"
config: { flowchart: { wrappingWidth: 400 } }
---
flowchart LR
  subgraph n1["app shop"]
    n2["cmd"]
  end
  n3[("data<br/>postgresql 16")]
  n4[("other<br/>postgresql 16")]
  n1 ---->|"DATABASE_URL"| n3
`);
    await expect(graph(undefined, { format: 'json', environment: 'nowhere' })).rejects.toThrow(
      'There is no environment "nowhere"',
    );
    await expect(graph(undefined, { format: 'json' })).rejects.toThrow(/^Name a definition or a synthesized stack/);
  } finally {
    write.mockRestore();
    process.env = before;
    await platform.stop();
  }
});

test('above 60 nodes, equal things are drawn once with their number', () => {
  const apps = Array.from({ length: 40 }, (_, index) => index);
  const databases = (index: number) => ({ type: 'redis', version: '7', diskSizeGb: 10, handle: `db-${index}` });
  const value = {
    version: 1,
    environment: { handle: 'acme', stack: 's' },
    databases: Object.fromEntries(apps.slice(0, 12).map((index) => [`db${index}`, databases(index)])),
    apps: Object.fromEntries(
      apps.map((index) => [
        `app-${index}`,
        {
          image: 'acme/x',
          services: { web: { endpoints: { site: { domain: `a${index}.example.com`, internal: index > 38 } } } },
          ...(index < 12 && { config: { URL: `\${databases.db${index}.url}` } }),
        },
      ]),
    ),
  };
  expect(toMermaid(graphOf(fromDefinition(checkDefinition(value))))).toBe(`---
title: "acme"
config: { flowchart: { wrappingWidth: 400 } }
---
flowchart LR
  n4(("Internet"))
  subgraph n1["app app-0, app-1, … ×12"]
    n5(["a0.example.com, a1.example.com, …<br/>https"])
    n8["web"]
  end
  subgraph n2["app app-12, app-13, … ×27"]
    n6(["a12.example.com, a13.example.com, …<br/>https"])
    n9["web"]
  end
  subgraph n3["app app-39"]
    n7(["a39.example.com<br/>https, internal"])
    n10["web"]
  end
  n11[("db-0, db-1, … ×12<br/>redis 7")]
  n4 --> n5
  n4 --> n6
  n5 --> n8
  n6 --> n9
  n7 --> n10
  n1 ---->|"URL"| n11
  classDef public stroke:#d1242f,stroke-width:3px
  class n4,n5,n6 public
`);
});

/** What Mermaid takes of a label: letters, digits and a few signs, and every other one as its number. */
const label = String.raw`"(?:[\p{L}\p{N} .,_/…×-]|#\d+;|<br/>)*"`;
const node = String.raw`n\d+(?:\(\(${label}\)\)|\(\[${label}\]\)|\[${label}\]|\[\(${label}\)\]|\{\{${label}\}\})`;
const line = new RegExp(
  `^(?:  ${node}|  subgraph n\\d+\\[${label}\\]|    ${node}|  end|  n\\d+ -{2,4}>(?:\\|${label}\\|)? n\\d+` +
    String.raw`|  classDef public stroke:#d1242f,stroke-width:3px|  class n\d+(?:,n\d+)* public)$`,
  'u',
);

test('any names give a text that Mermaid takes, in which each node is drawn once before it is used', () => {
  const name = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom('end', '"]', '`a`', '%%', 'style:#x;', 'a\nb'),
  );
  const key = fc.nat(30).map(String);
  const sketch: fc.Arbitrary<Sketch> = fc.record({
    title: name,
    apps: fc.uniqueArray(
      fc.record({ key, name, services: fc.uniqueArray(fc.record({ name }), { selector: (each) => each.name }) }),
      { selector: (each) => each.key, maxLength: 30 },
    ),
    databases: fc.uniqueArray(fc.record({ key: key.map((each) => `d${each}`), name, type: name }), {
      selector: (each) => each.key,
      maxLength: 30,
    }),
    endpoints: fc.array(
      fc.record({ domain: name, type: name, isInternal: fc.boolean(), ipFiltering: fc.array(name), of: key }),
      { maxLength: 30 },
    ),
    drains: fc.array(fc.record({ name, of: fc.constantFrom('logs' as const, 'metrics' as const), type: name })),
    uses: fc.array(fc.record({ app: key, database: key.map((each) => `d${each}`), variable: name })),
  });
  fc.assert(
    fc.property(sketch, (any) => {
      const [begin, title, config, close, kind, ...lines] = toMermaid(graphOf(any)).trimEnd().split('\n');
      expect([begin, config, close, kind]).toEqual([
        '---',
        'config: { flowchart: { wrappingWidth: 400 } }',
        '---',
        'flowchart LR',
      ]);
      expect(title).toMatch(new RegExp(`^title: ${label}$`, 'u'));
      expect(lines.filter((each) => !line.test(each))).toEqual([]);
      const drawn = lines.flatMap((each) => /^ *(?:subgraph )?(n\d+)[[({]/.exec(each)?.[1] ?? []);
      expect(new Set(drawn).size).toBe(drawn.length);
      const used = lines.filter((each) => each.includes('->')).flatMap((each) => each.match(/(?<= )n\d+(?= -|$)/g)!);
      expect(used.filter((id) => !drawn.includes(id))).toEqual([]);
      expect(lines.filter((each) => each === '  end')).toHaveLength(
        lines.filter((each) => each.startsWith('  subgraph')).length,
      );
    }),
    { numRuns: runs(60) },
  );
});
