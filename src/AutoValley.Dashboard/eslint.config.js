import js from '@eslint/js'
import svelte from 'eslint-plugin-svelte'
import globals from 'globals'
import ts from 'typescript-eslint'

export default ts.config(
  { ignores: ['dist/', 'src/gen/', 'node_modules/'] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  { languageOptions: { globals: { ...globals.browser } } },
  { files: ['*.js', '*.ts', 'build/**'], languageOptions: { globals: { ...globals.node } } },
  { files: ['**/*.svelte', '**/*.svelte.ts'], languageOptions: { parserOptions: { parser: ts.parser } } },
  {
    rules: {
      'max-lines': ['error', { max: 400, skipBlankLines: true }],
      'no-console': 'error',
      eqeqeq: 'error',
      'svelte/require-each-key': 'error',
      // Maps, sets and dates here are values; what changes is a rune.
      'svelte/prefer-svelte-reactivity': 'off',
    },
  },
)
