import { ApiError, requiredId } from '../../lib/api';
import { idOf, linkedId, linkedUuid } from '../../lib/api/links';

test.each([
  ['https://api.aptible.com/accounts/3', '3'],
  ['https://api.aptible.com/accounts/3/', '3'],
  ['/accounts/3//', '3'],
  ['/accounts/3?page=2&per_page=40#top', '3'],
  ['/roles/0f-3a#a?b\nc', '0f-3a'],
  ['/', undefined],
  ['', undefined],
])('the id at the end of %j is %j', (address, id) => {
  expect(idOf(address)).toBe(id);
});

test.each([
  ['/accounts/3', 3],
  ['/accounts/123456789012345', 123_456_789_012_345],
  // More would not fit into a number.
  ['/accounts/1234567890123456', undefined],
  ['/accounts/x3', undefined],
  ['/accounts/3x', undefined],
  ['', undefined],
])('the number at the end of the link %j is %j', (href, id) => {
  expect(linkedId({ _links: { account: { href } } }, 'account')).toBe(id);
});

test('an absent link names nothing', () => {
  for (const record of [{}, { _links: null }, { _links: {} }, { _links: { role: null } }, { _links: { role: [] } }]) {
    expect([linkedId(record, 'role'), linkedUuid(record, 'role')]).toEqual([undefined, undefined]);
  }
});

test('a record without a link that it needs is an answer that is not understood', () => {
  expect(requiredId({ _links: { account: { href: '/accounts/3' } } }, 'account')).toBe(3);
  for (const record of [{}, { _links: { account: null } }, { _links: { account: { href: '/accounts/x' } } }]) {
    const read = () => requiredId(record, 'account');
    expect(read).toThrow("The platform's answer is not understood: _links.account of a record is missing or wrong.");
    expect(read).toThrow(ApiError);
  }
});
