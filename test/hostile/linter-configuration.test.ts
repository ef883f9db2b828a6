/** Settings of linters and formatters that are programs, or that name one. None of them is read, let alone run. */
import type { Files } from '../world/repository.ts'
import { type HostileCase, hostileCases } from './hostile-cases.ts'
import type { Payloads } from './payloads.ts'
import { expectPlanted, plant } from './planted.ts'

interface Settings {
  readonly name: string
  readonly files: (payload: Payloads) => Files
  readonly careless?: HostileCase['careless']
}

const settings: readonly Settings[] = [
  {
    name: 'eslint.config.js, .mjs, .cjs and .ts',
    files: ({ module, commonJs }) => ({
      'eslint.config.js': `${module}\nexport default []\n`,
      'eslint.config.mjs': `${module}\nexport default []\n`,
      'eslint.config.cjs': `${commonJs}\nmodule.exports = []\n`,
      'eslint.config.ts': `${module}\nexport default []\n`,
    }),
    careless: () => ['node', 'eslint.config.mjs'],
  },
  {
    name: '.eslintrc.js, and plugins, parser and extends named in package.json',
    files: ({ commonJs }) => ({
      '.eslintrc.js': `${commonJs}\nmodule.exports = { root: true }\n`,
      '.eslintrc.json': JSON.stringify({
        root: true,
        parser: './parser.js',
        plugins: ['evil'],
        extends: './shared.js',
      }),
      'package.json': JSON.stringify({
        name: 'x',
        eslintConfig: { plugins: ['evil'], extends: ['./shared.js'] },
      }),
      'parser.js': commonJs,
      'shared.js': `${commonJs}\nmodule.exports = {}\n`,
      'node_modules/eslint-plugin-evil/package.json':
        '{"name":"eslint-plugin-evil","version":"1.0.0","main":"index.js"}',
      'node_modules/eslint-plugin-evil/index.js': commonJs,
    }),
    careless: () => ['node', '.eslintrc.js'],
  },
  {
    name: '.oxlintrc.json with jsPlugins',
    files: ({ module }) => ({
      '.oxlintrc.json': JSON.stringify({ jsPlugins: ['./plugin.mjs'], rules: { 'evil/evil': 'error' } }),
      'plugin.mjs': `${module}\nexport default { meta: { name: 'evil' }, rules: { evil: { create: () => ({}) } } }\n`,
    }),
    careless: () => ['oxlint', '.'],
  },
  {
    name: 'oxlint.config.ts',
    files: ({ module }) => ({ 'oxlint.config.ts': `${module}\nexport default { rules: {} }\n` }),
    careless: () => ['oxlint', '.'],
  },
  {
    name: 'nested .oxlintrc.json that switches every rule off',
    files: () => ({
      '.oxlintrc.json': JSON.stringify({ ignorePatterns: ['**'], categories: { correctness: 'off' } }),
      '.eslintignore': '**\n',
      '.oxlintignore': '**\n',
    }),
  },
  {
    name: 'biome.json with plugins and extends, and one that ignores everything',
    files: ({ commonJs }) => ({
      'biome.json': JSON.stringify({
        root: true,
        extends: ['./shared.json', 'evil/biome'],
        plugins: ['./plugin.grit', './plugin.js'],
        files: { includes: ['!**'] },
        linter: { enabled: false },
      }),
      'biome.jsonc': '{ "extends": "//" }',
      'shared.json': '{ "linter": { "enabled": false } }',
      'plugin.grit': 'language js\n`$x` where { register_diagnostic(span=$x, message="found") }\n',
      'plugin.js': commonJs,
    }),
  },
  {
    name: '.prettierrc.js, .stylelintrc.cjs, commitlint, lint-staged and babel settings',
    files: ({ commonJs }) => ({
      '.prettierrc.js': commonJs,
      'prettier.config.cjs': commonJs,
      '.stylelintrc.cjs': commonJs,
      'commitlint.config.cjs': commonJs,
      'lint-staged.config.cjs': commonJs,
      '.lintstagedrc.js': commonJs,
      'babel.config.js': commonJs,
      '.babelrc.js': commonJs,
      '.huskyrc.js': commonJs,
    }),
    careless: () => ['node', '.prettierrc.js'],
  },
  {
    name: 'tsconfig that extends far away and names language-service plugins',
    files: ({ commonJs }) => ({
      'tsconfig.json': JSON.stringify({
        extends: ['../../../../../../etc/passwd', './evil/tsconfig.json'],
        compilerOptions: { plugins: [{ name: 'evil' }, { transform: './transform.js' }] },
        references: [{ path: '..' }],
      }),
      'evil/tsconfig.json': '{ "extends": "../tsconfig.json" }',
      'transform.js': commonJs,
    }),
  },
  {
    name: 'ruff.toml that extends and switches everything off, pyproject of ruff and black',
    files: () => ({
      'ruff.toml': 'extend = "/etc/passwd"\nlint.ignore = ["ALL"]\nexclude = ["**"]\n',
      '.ruff.toml': 'extend = "../../outside/ruff.toml"\n[lint]\nselect = []\n',
      'pyproject.toml':
        '[tool.ruff]\nextend = "/dev/zero"\n[tool.ruff.lint]\nignore = ["ALL"]\n[tool.black]\nplugins = ["evil"]\n',
    }),
  },
  {
    name: '.pylintrc init-hook, mypy plugins, flake8 local plugins, conftest.py and tox.ini',
    files: ({ python, shell }) => ({
      '.pylintrc': `[MASTER]\ninit-hook=${python}\nload-plugins=evil\n`,
      'mypy.ini': '[mypy]\nplugins = evil.py\n',
      '.flake8': '[flake8:local-plugins]\nextension =\n  X = evil:Evil\npaths = .\n',
      'evil.py': `${python}\n`,
      'conftest.py': `${python}\n`,
      'sitecustomize.py': `${python}\n`,
      'tox.ini': `[testenv]\ncommands_pre = ${shell}\nallowlist_externals = touch\n`,
      'noxfile.py': `${python}\n`,
    }),
  },
  {
    name: '.rubocop.yml that requires and inherits, with ERB in it',
    files: ({ ruby }) => ({
      '.rubocop.yml': `require:\n  - ./evil.rb\ninherit_from:\n  - http://127.0.0.1:9/x.yml\nAllCops:\n  Exclude: [<%= ${ruby} %>]\n`,
      'evil.rb': `${ruby}\n`,
      '.rubocop': '--require ./evil.rb\n',
    }),
  },
  {
    name: '.golangci.yml with a custom linter, staticcheck and revive settings',
    files: () => ({
      '.golangci.yml':
        'linters-settings:\n  custom:\n    evil:\n      path: ./evil.so\nrun:\n  skip-dirs: ["."]\n',
      'evil.so': Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0]),
      'staticcheck.conf': 'checks = []\n',
      'revive.toml': '[rule.x]\n',
    }),
  },
  {
    name: '.shellcheckrc with source-path, and scripts that source far away',
    files: () => ({
      '.shellcheckrc': 'external-sources=true\nsource-path=/etc\nsource-path=SCRIPTDIR\ndisable=all\n',
      shellcheckrc: 'disable=all\n',
      'run.sh':
        '#!/bin/sh\n# shellcheck source=/etc/passwd\n. ./x\n# shellcheck source=/dev/zero\n. /dev/zero\n# shellcheck source-path=/\n. etc/shadow\nrm -rf $1/*\n',
    }),
  },
  {
    name: 'sgconfig.yml with a custom language, which is a native library',
    files: () => ({
      'sgconfig.yml':
        'ruleDirs: [rules]\ncustomLanguages:\n  evil:\n    libraryPath: ./evil.so\n    extensions: [js, py]\n',
      'evil.so': Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0]),
      'rules/none.yml': 'id: none\nlanguage: evil\nrule: { pattern: $A }\n',
    }),
  },
  {
    name: '.secretlintrc.js, .gitleaks.toml, .trufflehog and friends that switch secrets off',
    files: ({ commonJs }) => ({
      '.secretlintrc.js': commonJs,
      '.secretlintrc.json': JSON.stringify({ rules: [{ id: './evil.js' }] }),
      '.secretlintignore': '**\n',
      '.gitleaks.toml': '[allowlist]\npaths = [".*"]\n',
      '.gitleaksignore': '*\n',
      'evil.js': commonJs,
    }),
  },
  {
    name: '.actionlintrc, actionlint.yaml and a workflow that asks for another shell',
    files: ({ shell }) => ({
      '.actionlintrc': '-shellcheck ./evil.sh\n',
      '.github/actionlint.yaml': 'self-hosted-runner:\n  labels: ["*"]\nconfig-variables: null\n',
      '.github/workflows/x.yml': `on: push\njobs:\n  x:\n    runs-on: ubuntu-latest\n    steps:\n      - run: ${shell}\n        shell: ./evil.sh {0}\n`,
      'evil.sh': { executable: `#!/bin/sh\n${shell}\n` },
    }),
    careless: () => ['./evil.sh'],
  },
  {
    name: '.hadolint.yaml, .dockerignore and a Dockerfile with a syntax image',
    files: () => ({
      '.hadolint.yaml': 'ignored: [DL3000]\ntrustedRegistries: ["*"]\noverride:\n  error: []\n',
      Dockerfile: '# syntax=127.0.0.1:9/evil:latest\n# escape=`\nFROM scratch\nONBUILD RUN id\n',
      '.dockerignore': '**\n',
    }),
  },
  {
    name: '.editorconfig, .markdownlint.js, .yamllint and .vscode settings that name programs',
    files: ({ commonJs, shell }) => ({
      '.editorconfig': 'root = true\n[*]\ncharset = utf-16be\nend_of_line = cr\nignore = true\n',
      '.markdownlint.cjs': commonJs,
      '.markdownlint-cli2.mjs': commonJs,
      '.yamllint': 'extends: /etc/passwd\nignore: "*"\n',
      '.vscode/settings.json': JSON.stringify({
        'eslint.nodePath': './evil',
        'terminal.integrated.shell.linux': shell,
      }),
      '.vscode/tasks.json': JSON.stringify({
        tasks: [{ command: shell, runOptions: { runOn: 'folderOpen' } }],
      }),
    }),
  },
  {
    name: '.pre-commit-config.yaml with a local hook, .husky and lefthook',
    files: ({ shell }) => ({
      '.pre-commit-config.yaml': `repos:\n  - repo: local\n    hooks:\n      - id: x\n        name: x\n        language: system\n        entry: ${shell}\n`,
      '.husky/pre-commit': { executable: `#!/bin/sh\n${shell}\n` },
      'lefthook.yml': `pre-commit:\n  commands:\n    x:\n      run: ${shell}\n`,
    }),
    careless: () => ['./.husky/pre-commit'],
  },
]

hostileCases(
  'configuration of linters',
  settings.map(
    ({ name, files, careless }): HostileCase => ({
      name,
      build(world) {
        plant(world, files(world.payload))
        world.checkOut()
        return undefined
      },
      expects: expectPlanted,
      ...(careless === undefined ? {} : { careless }),
    }),
  ),
)
