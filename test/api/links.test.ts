import { ApiError, requiredId } from '../../lib/api';

test('a record without a link that it needs is an answer that is not understood', () => {
  expect(requiredId({ _links: { account: { href: '/accounts/3' } } }, 'account')).toBe(3);
  for (const record of [{}, { _links: { account: null } }, { _links: { account: { href: '/accounts/x' } } }]) {
    const read = () => requiredId(record, 'account');
    expect(read).toThrow("The platform's answer is not understood: _links.account of a record is missing or wrong.");
    expect(read).toThrow(ApiError);
  }
});
