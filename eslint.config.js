// Lint rules, and the import table of ARCHITECTURE.md made a rule: which folder of src/ may import which, and who owns a package.
import js from '@eslint/js';
import globals from 'globals';
import hooks from 'eslint-plugin-react-hooks';
import ts from 'typescript-eslint';
import { importTable } from './scripts/import-table.ts';

const nodeGlobals = Object.keys(globals.node).filter(name => !(name in globals.browser) && !(name in globals.es2025));
const noNode = nodeGlobals.map(name => ({ name, message: 'this folder runs without Node' }));
const noClock = ['Date', 'performance', 'setTimeout', 'setInterval', 'console', 'fetch'].map(name => ({
  name,
  message: 'the engine knows no clock and no outside',
}));

export default ts.config(
  { ignores: ['dist/', 'release/', 'test/fixtures/', 'test-results/', 'test/support/electron22/'] },
  js.configs.recommended,
  ...ts.configs.strict,
  {
    plugins: { layers: { rules: { 'import-table': importTable } } },
    rules: {
      'layers/import-table': 'error',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/unified-signatures': 'off',
      'no-empty': ['error', { allowEmptyCatch: false }],
      eqeqeq: 'error',
      'no-control-regex': 'off',
    },
  },
  { files: ['**/*.{js,mjs}', '*.config.ts'], languageOptions: { globals: globals.node } },
  {
    files: ['src/shared/**', 'src/engine/**', 'src/renderer/**'],
    rules: { 'no-restricted-globals': ['error', ...noNode] },
  },
  {
    files: ['src/engine/**'],
    rules: {
      'no-restricted-globals': ['error', ...noNode, ...noClock],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'pass a seeded generator in' },
      ],
    },
  },
  {
    files: ['src/renderer/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': hooks },
    rules: { 'react-hooks/rules-of-hooks': 'error', 'react-hooks/exhaustive-deps': 'error' },
  },
);
