/** Names that are the ids of constructs in one scope: those inside of a database, and those of the endpoints and operations of an app. */
import { inside } from './readable';
import { plain, type Path, type Problem, type Tree } from './tree';

type Values = Readonly<Record<string, unknown>>;

export function idProblems(tree: Tree): Problem[] {
  const value = plain(tree) as Values;
  const databases = entriesOf(value, ['databases']).map(([path, database]) =>
    inside['databases']!.flatMap((section) => entriesOf(database, [section], path)),
  );
  const apps = entriesOf(value, ['apps']).map(([path, app]) => [
    ...entriesOf(app, ['services'], path).flatMap(([below, service]) => entriesOf(service, ['endpoints'], below)),
    ...entriesOf(app, ['operations'], path),
  ]);
  return [...databases, ...apps].flatMap((things) => {
    const first = new Map<unknown, Path>();
    return things.flatMap(([path]): Problem[] => {
      const name = path.at(-1);
      const other = first.get(name);
      if (other === undefined) {
        first.set(name, path);
        return [];
      }
      const message = `it has the name of ${other.join('.')}: both are in one ${path[0] === 'apps' ? 'app' : 'database'}, so give one of them another`;
      return [{ at: undefined, path, message }];
    });
  });
}

/** The entries of a section with their paths; none where it is something else, which the check of the structure says. */
function entriesOf(value: unknown, [section]: readonly [string], path: Path = []): [Path, unknown][] {
  const entries = typeof value === 'object' && value !== null ? (value as Values)[section] : undefined;
  if (typeof entries !== 'object' || entries === null || Array.isArray(entries)) return [];
  return Object.entries(entries).map(([name, each]) => [[...path, section, name], each]);
}
