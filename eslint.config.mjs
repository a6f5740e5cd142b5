import { join } from 'node:path';
import importX from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

/** The rooms of docs/architecture.md, and which other rooms each may import. */
const rooms = {
  schema: [],
  bindings: [],
  files: [],
  packaging: ['files'],
  x509: [],
  ssh: [],
  plugin: ['x509'],
  api: [],
  'database-users': [],
  definition: ['schema'],
  constructs: ['schema', 'bindings', 'packaging', 'definition'],
  provider: ['plugin', 'schema', 'api', 'ssh', 'database-users'],
  'release-check': ['schema'],
  review: ['schema'],
  graph: ['definition', 'api'],
  // What checks the provider copies nothing of it: not schema either.
  emulator: ['files', 'x509', 'ssh'],
};

/** cdktf takes 170 ms to load, so only these rooms may import it. */
const roomsWithCdktf = ['bindings', 'constructs'];

const zones = Object.entries(rooms).map(([room, allowed]) => ({
  target: `./lib/${room}`,
  from: './lib',
  except: [room, ...allowed].map((name) => `./${name}`),
  message: `lib/${room} may import only ${allowed.length > 0 ? allowed.join(', ') : 'nothing of ours'}: see docs/architecture.md`,
}));

export default tseslint.config(
  // The projects in test/consumers see only the package, as it is published.
  { ignores: ['dist/', 'node_modules/', 'lib/bindings/', '**/cdktf.out/', 'coverage/', 'test/consumers/'] },
  ...tseslint.configs.recommended,
  {
    plugins: { 'import-x': importX },
    settings: { 'import-x/resolver': { node: { extensions: ['.ts', '.js', '.mjs', '.cjs'] } } },
    rules: {
      'import-x/no-restricted-paths': ['error', { zones, basePath: join(import.meta.dirname) }],
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'CatchClause[param=null] > BlockStatement[body.length=0]',
          message: 'say why this error may be ignored',
        },
        {
          selector:
            "CallExpression[callee.object.name='fc'][callee.property.name='assert']" +
            ":not(:has(Property[key.name='numRuns'] > CallExpression[callee.name='runs']))",
          message: 'say how often with numRuns: runs(…) of test/support/runs.ts, which npm run test:long multiplies',
        },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      eqeqeq: 'error',
    },
  },
  {
    files: Object.keys(rooms)
      .filter((room) => !roomsWithCdktf.includes(room))
      .map((room) => `lib/${room}/**/*.ts`),
    rules: { 'no-restricted-imports': ['error', { paths: ['cdktf', 'constructs'] }] },
  },
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      'import-x/no-duplicates': ['error', { 'prefer-inline': true }],
    },
  },
  { files: ['lib/**/*.ts'], rules: { 'max-lines': ['error', 450], 'max-lines-per-function': ['error', 80] } },
  // Tables of data and of props: they are read by looking a name up.
  { files: ['lib/{schema,constructs}/**/*.ts', 'lib/definition/{shape,tables}.ts'], rules: { 'max-lines': 'off' } },
  // A stand-in of what is asynchronous often has nothing to wait for.
  { files: ['test/**/*.ts'], rules: { '@typescript-eslint/require-await': 'off' } },
  { files: ['**/*.{js,cjs}'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
);
