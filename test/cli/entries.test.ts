import { entriesIn } from '../../lib/cli/entries';
import { Files } from '../definition/support';

test('an error names the entry, and what it says of arguments in the words of a definition', () => {
  const metadata = { path: 'aptible.yaml/environment/databases/main/Resource' };
  using files = new Files({
    'cdk.tf.json': JSON.stringify({ resource: { aptible_database: { main_1A: { '//': { metadata } } } } }),
  });
  const problem = `Error: The database is protected

  with aptible_database.main_1A,
  on cdk.tf.json line 1

Write deletion_protection =
false, or deletion_protection = false; accept_missing = true is for the provider.
`;
  expect(entriesIn(problem, files.path)).toBe(
    'In the definition, aptible_database.main_1A is databases.main.\n' +
      'deletion_protection = false is written there as deletionProtection: false.\n',
  );
});
