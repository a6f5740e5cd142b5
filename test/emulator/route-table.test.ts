import type { Route } from '../../lib/emulator/platform';
import { routes } from '../../lib/emulator/resources';
import { RouteTable } from '../../lib/emulator/route-table';

const route = (method: Route['method'], path: string): Route => ({ method, path, handle: () => ({ status: 204 }) });

test('two routes of one method and path are an error, whatever their parts are called', () => {
  const doubled = [...routes, route('GET', '/accounts/{id}/apps')];
  expect(() => new RouteTable(doubled)).toThrow('two routes answer GET /accounts/{id}/apps: remove one of them');
});

test('a request gets the route of its method and path, with the parts that the path names', () => {
  const table = new RouteTable([
    route('GET', '/apps/{id}'),
    route('PUT', '/apps/{id}'),
    route('GET', '/apps/{app_id}/services'),
  ]);
  const match = (method: string, path: string): unknown => {
    const found = table.match(method, path);
    return found && [found.route.method, found.route.path, found.params];
  };
  expect(match('PUT', '/apps/7')).toEqual(['PUT', '/apps/{id}', { id: '7' }]);
  expect(match('GET', '/apps/a%20b/services')).toEqual(['GET', '/apps/{app_id}/services', { app_id: 'a b' }]);
  expect(match('DELETE', '/apps/7')).toBeUndefined();
  expect(match('GET', '/apps')).toBeUndefined();
});
