import { Names } from '../../../lib/cli/export/names';

test.each([
  ['a.b', 'a-b'],
  ['*.acme.example', 'wildcard-acme-example'],
  ['9-lives', 'app-9-lives'],
  ['--', 'app'],
  // Constructs have no child of this name.
  ['constructor', 'app-constructor'],
])('%s is called %s', (wanted, name) => {
  expect(new Names().give('apps', wanted, 'app')).toBe(name);
});

test('what would be one name gets numbers', () => {
  const names = new Names();
  expect(['a.b', 'a-b', 'A b'].map((wanted) => names.give('apps', wanted, 'app'))).toEqual(['a-b', 'a-b-2', 'a-b-3']);
});
