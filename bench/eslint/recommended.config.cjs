/** ESLint as a project would set it up without type information: its own recommendations and typescript-eslint's. */
const eslint = require('@eslint/js')
const { defineConfig } = require('eslint/config')
const typescript = require('typescript-eslint')

module.exports = defineConfig(eslint.configs.recommended, typescript.configs.recommended, {
  files: ['**/*.ts', '**/*.tsx'],
  linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'off' },
})
