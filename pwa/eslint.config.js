// What the linter refuses, for everyone who writes in pwa/.
import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import vue from 'eslint-plugin-vue';
import ts from 'typescript-eslint';

const sizes = {
  'max-lines': ['error', { max: 300 }],
  'max-lines-per-function': ['error', { max: 40 }],
};

export default ts.config(
  { ignores: ['dist', 'dist-gallery', 'src/wire/schema.d.ts', '.dependency-cruiser.cjs'] },
  js.configs.recommended,
  ts.configs.strictTypeChecked,
  vue.configs['flat/recommended'],
  prettier,
  {
    languageOptions: {
      parserOptions: {
        parser: ts.parser,
        projectService: {
          allowDefaultProject: ['eslint.config.js', 'vite.config.ts', 'scripts/*.mjs'],
        },
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.vue'],
      },
    },
    rules: {
      ...sizes,
      'no-undef': 'off',
      'no-console': 'error',
      'no-restricted-globals': [
        'error',
        { name: 'fetch', message: 'Only sync/ talks to the server.' },
      ],
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      'vue/multi-word-component-names': 'off',
      'vue/require-default-prop': 'off',
      'vue/block-lang': ['error', { script: { lang: 'ts' } }],
      'vue/no-v-html': 'error',
    },
  },
  {
    // The edges: bytes from outside become our types here.
    files: [
      'src/sync/**',
      'src/store/**',
      'src/capture/**',
      'src/wire/**',
      'src/testing/**',
      'src/**/*.test.ts',
    ],
    rules: { '@typescript-eslint/consistent-type-assertions': 'off' },
  },
  { files: ['src/sync/**', 'src/**/*.test.ts'], rules: { 'no-restricted-globals': 'off' } },
  {
    files: ['src/sw/service-worker.ts'],
    languageOptions: { parserOptions: { projectService: false, project: './tsconfig.sw.json' } },
  },
  {
    // Generated: as long as the wire is.
    files: ['src/wire/**'],
    rules: { 'max-lines': 'off' },
  },
  {
    // A describe block is one function however many promises it holds.
    files: ['src/**/*.test.ts'],
    rules: {
      'max-lines-per-function': 'off',
      // A shim over the browser keeps the original to call it.
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: ['**/*.{js,mjs}'],
    extends: [ts.configs.disableTypeChecked],
    rules: { 'no-console': 'off' },
  },
);
