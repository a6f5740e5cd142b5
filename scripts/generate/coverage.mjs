// What the local platform answers of the platform's API: docs/local-platform/coverage.md.
import { readFileSync } from 'node:fs';

const { paths, pathsOfClients, operations } = JSON.parse(
  readFileSync(new URL('platform-api.json', import.meta.url), 'utf8'),
);

/**
 * @param emulator `routes`, `resources` and `absent` of lib/emulator/resources; `routesByShape` and `shapeOf` of its route-table.
 * @throws Error for two routes of one method and path: the page would tell of one of them what the other one does.
 */
export function coverage({ routes, resources, absent, routesByShape, shapeOf }) {
  const answered = routesByShape(routes);
  const empty = new Set(absent);
  const shapeOfRequest = (request) => {
    const [method, path] = request.split(' ');
    return shapeOf({ method, path });
  };
  const answerOf = (request) => {
    const route = answered.get(shapeOfRequest(request));
    if (route === undefined) return 'no';
    if (route.open) return 'yes, without a token';
    return empty.has(route) ? 'yes, always empty' : 'yes';
  };
  const known = new Set([...paths, ...pathsOfClients].map(shapeOfRequest));
  const others = routes.filter((route) => !known.has(shapeOf(route)));
  const count = (list) => list.filter((request) => answerOf(request) !== 'no').length;
  const table = (list) => [
    '| request | answered |',
    '| --- | --- |',
    ...[...list].sort(byPath).map((request) => `| \`${request}\` | ${answerOf(request)} |`),
  ];
  return {
    'coverage.md': `${[
      '<!-- Written by `npm run generate` from the routes in lib/emulator/resources. Do not edit. -->',
      '',
      '# What the local platform answers',
      '',
      'See [the local platform](../local-platform.md) for what it is. What is not answered gets a 404, as an unknown path does.',
      '',
      `## The documented API: ${count(paths)} of ${paths.length} requests`,
      '',
      ...table(paths),
      '',
      `## What clients ask for besides: ${count(pathsOfClients)} of ${pathsOfClients.length}`,
      '',
      ...table(pathsOfClients),
      '',
      '## What else answers',
      '',
      'The auth side, and the forms of paths that some clients use.',
      '',
      ...others.map(({ method, path, open }) => `- \`${method} ${path}\`${open ? ', without a token' : ''}`).sort(),
      '',
      '## Operations',
      '',
      '| on | type | answered |',
      '| --- | --- | --- |',
      ...Object.entries(operations).flatMap(([kind, types]) =>
        types.map((type) => {
          const isKnown = Object.hasOwn(resources, kind) && Object.hasOwn(resources[kind].operations ?? {}, type);
          return `| ${kind.replaceAll('_', ' ')} | \`${type}\` | ${isKnown ? 'yes' : 'no'} |`;
        }),
      ),
    ].join('\n')}\n`,
  };
}

function byPath(one, other) {
  const [[oneMethod, onePath], [otherMethod, otherPath]] = [one.split(' '), other.split(' ')];
  return onePath.localeCompare(otherPath) || oneMethod.localeCompare(otherMethod);
}
