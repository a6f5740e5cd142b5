import { RecordedRequests } from '../../lib/emulator/recorded-requests';
import type { RecordedRequest } from '../../lib/emulator/server';

const request = (path: string): RecordedRequest => ({
  method: 'POST',
  path,
  query: {},
  withSecrets: true,
  body: undefined,
  status: undefined,
});

test('the newest requests are kept, no more than that number', () => {
  const requests = new RecordedRequests({ requests: 2, bytes: 100 });
  for (const path of ['/1', '/2', '/3']) requests.add(request(path), 2);
  expect(requests.list.map(({ path }) => path)).toEqual(['/2', '/3']);
});

test('older requests go when a body needs their room, and one that is too large goes itself', () => {
  const requests = new RecordedRequests({ requests: 10, bytes: 100 });
  const [first, second, third] = [request('/1'), request('/2'), request('/3')];
  for (const each of [first, second]) requests.add(each, 10);
  requests.addBody(second, { a: 1 }, 85);
  expect(requests.list).toEqual([second]);
  requests.addBody(first, { late: true }, 5);
  expect(first.body).toBeUndefined();
  requests.add(third, 10);
  requests.addBody(third, { b: 2 }, 101);
  expect(requests.list).toEqual([]);
  requests.add(request('/4'), 100);
  expect(requests.list).toHaveLength(1);
  requests.clear();
  requests.add(request('/5'), 100);
  expect(requests.list.map(({ path }) => path)).toEqual(['/5']);
});
