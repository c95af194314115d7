import js from '@eslint/js';
import tseslint from 'typescript-eslint';
import { noTermSwitch } from './eslint.terms.js';

export default tseslint.config(
  { files: ['*.js'], languageOptions: { globals: { URL: 'readonly' } } },
  { ignores: ['dist', 'docs/api', 'coverage'] },
  js.configs.recommended,
  tseslint.configs.recommended,
  {
    rules: {
      '@typescript-eslint/no-empty-object-type': ['error', { allowInterfaces: 'with-single-extends' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  {
    // Functions on syntax live there; and the machine written by hand, which the tests compare with the one made from the rules.
    ignores: ['semantics/**', 'test/hand-machine.ts'],
    plugins: { mutandis: { rules: { 'no-term-switch': noTermSwitch } } },
    rules: { 'mutandis/no-term-switch': 'error' },
  },
);
