/** Package managers and build tools that run what a repository says. Nothing is installed, built, or asked. */
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
    name: 'package.json with preinstall, prepare and bin scripts, and .npmrc with a script-shell',
    files: ({ shell, commonJs }) => ({
      'package.json': JSON.stringify({
        name: 'x',
        version: '1.0.0',
        scripts: {
          preinstall: shell,
          install: shell,
          postinstall: shell,
          prepare: shell,
          lint: shell,
          test: shell,
        },
        bin: { node: './evil.js', git: './evil.js' },
        workspaces: ['..', '/'],
      }),
      '.npmrc':
        'script-shell=./evil.sh\nignore-scripts=false\nnode-options=--require ./evil.js\nregistry=http://127.0.0.1:9/\n',
      '.node-version': '0.10\n',
      '.nvmrc': '$(touch x)\n',
      'evil.js': { executable: `#!/usr/bin/env node\n${commonJs}\n` },
      'evil.sh': { executable: `#!/bin/sh\n${shell}\n` },
    }),
    careless: () => ['node', '--require', './evil.js', '-e', '0'],
  },
  {
    name: '.yarnrc.yml with yarnPath and plugins, .yarnrc',
    files: ({ commonJs }) => ({
      '.yarnrc.yml':
        'yarnPath: .yarn/releases/yarn.cjs\nplugins:\n  - path: .yarn/plugins/evil.cjs\n    spec: evil\nenableScripts: true\n',
      '.yarnrc': 'yarn-path ".yarn/releases/yarn.cjs"\n',
      '.yarn/releases/yarn.cjs': commonJs,
      '.yarn/plugins/evil.cjs': commonJs,
      '.pnp.cjs': commonJs,
      '.pnp.loader.mjs': commonJs,
    }),
    careless: () => ['node', '.yarn/releases/yarn.cjs'],
  },
  {
    name: '.pnpmfile.cjs, pnpm-workspace.yaml, bunfig.toml with a preload, deno.json with tasks',
    files: ({ commonJs, shell }) => ({
      '.pnpmfile.cjs': commonJs,
      'pnpm-workspace.yaml': 'packages: ["/**"]\nonlyBuiltDependencies: ["*"]\n',
      'bunfig.toml': 'preload = ["./evil.js"]\n',
      'deno.json': JSON.stringify({ tasks: { lint: shell }, lint: { plugins: ['./evil.js'] } }),
      'evil.js': commonJs,
    }),
    careless: () => ['node', '.pnpmfile.cjs'],
  },
  {
    name: 'settings of vite, vitest, webpack, rollup, jest, gulp, grunt, next, tailwind and playwright',
    files: ({ commonJs, module }) => ({
      'vite.config.ts': `${module}\nexport default {}\n`,
      'vitest.config.mts': `${module}\nexport default {}\n`,
      'webpack.config.js': commonJs,
      'rollup.config.mjs': module,
      'jest.config.js': commonJs,
      'gulpfile.js': commonJs,
      'Gruntfile.js': commonJs,
      'next.config.js': commonJs,
      'tailwind.config.cjs': commonJs,
      'playwright.config.ts': module,
      'svelte.config.js': module,
    }),
    careless: () => ['node', 'webpack.config.js'],
  },
  {
    name: 'setup.py, setup.cfg, pyproject with a build backend in the tree, .pth and a conda environment',
    files: ({ python }) => ({
      'setup.py': `from setuptools import setup\n${python}\nsetup()\n`,
      'setup.cfg': '[options]\nsetup_requires = evil @ http://127.0.0.1:9/x.zip\n',
      'pyproject.toml': '[build-system]\nrequires = []\nbuild-backend = "evil"\nbackend-path = ["."]\n',
      'evil.py': `${python}\n`,
      'evil.pth': `import evil; ${python}\n`,
      'environment.yml': 'dependencies:\n  - pip:\n      - -r /etc/passwd\n',
      'requirements.txt':
        '-r /etc/passwd\n-r ../../outside.txt\n--index-url http://127.0.0.1:9/\n-e git+ext::sh -c touch#egg=x\n',
      Pipfile: '[packages]\nx = {path = "/etc", editable = true}\n',
    }),
  },
  {
    name: 'Gemfile, gemspec, Rakefile and .irbrc are Ruby',
    files: ({ ruby }) => ({
      Gemfile: `${ruby}\nsource 'http://127.0.0.1:9/'\neval_gemfile '/etc/passwd'\n`,
      'x.gemspec': `${ruby}\nGem::Specification.new { |s| s.name = 'x' }\n`,
      Rakefile: `${ruby}\n`,
      '.irbrc': `${ruby}\n`,
      'config.ru': `${ruby}\n`,
    }),
  },
  {
    name: 'build.rs, a proc macro and .cargo/config.toml with a rustc-wrapper',
    files: ({ rust, shell }) => ({
      'Cargo.toml':
        '[package]\nname = "x"\nversion = "0.1.0"\nbuild = "build.rs"\n[lib]\nproc-macro = true\n',
      'build.rs': `${rust}\n`,
      '.cargo/config.toml':
        '[build]\nrustc-wrapper = "./evil.sh"\n[alias]\ncheck = "run"\n[target.x86_64-unknown-linux-gnu]\nrunner = "./evil.sh"\n',
      'rust-toolchain.toml': '[toolchain]\npath = "/tmp"\n',
      'src/lib.rs': '',
      'evil.sh': { executable: `#!/bin/sh\n${shell}\n` },
    }),
  },
  {
    name: 'Makefile, justfile, CMakeLists, meson and SConstruct',
    files: ({ shell, python }) => ({
      Makefile: `X := $(shell ${shell})\nall:\n\t${shell}\n`,
      GNUmakefile: `$(shell ${shell})\ninclude /etc/passwd\n`,
      justfile: `x := \`${shell}\`\n`,
      'CMakeLists.txt': `execute_process(COMMAND ${shell})\n`,
      'meson.build': `run_command('touch')\n`,
      SConstruct: `${python}\n`,
      configure: { executable: `#!/bin/sh\n${shell}\n` },
    }),
    careless: () => ['./configure'],
  },
  {
    name: '.envrc, .tool-versions, mise.toml, flake.nix, devcontainer and .bashrc',
    files: ({ shell }) => ({
      '.envrc': `${shell}\n`,
      '.env': 'PATH=.:$PATH\nNODE_OPTIONS=--require ./evil.js\nLD_PRELOAD=./evil.so\n',
      'mise.toml': `[hooks]\nenter = "${shell}"\n[env]\n_.source = "./evil.sh"\n`,
      'flake.nix': `{ outputs = _: builtins.exec [ "sh" "-c" "${shell}" ]; }\n`,
      '.devcontainer/devcontainer.json': JSON.stringify({
        initializeCommand: shell,
        postCreateCommand: shell,
      }),
      '.bashrc': `${shell}\n`,
      '.profile': `${shell}\n`,
      Vagrantfile: `system('${shell}')\n`,
    }),
    careless: () => ['sh', './.envrc'],
  },
  {
    name: 'Gradle settings, init script and wrapper, Maven extensions and jvm.config',
    files: ({ groovy, shell }) => ({
      'build.gradle': `${groovy}\n`,
      'settings.gradle': `${groovy}\n`,
      'init.gradle': `${groovy}\n`,
      'build.gradle.kts': 'java.io.File("x").writeText("")\n',
      gradlew: { executable: `#!/bin/sh\n${shell}\n` },
      'gradle/wrapper/gradle-wrapper.properties': 'distributionUrl=http\\://127.0.0.1\\:9/evil.zip\n',
      'pom.xml':
        '<project><parent><relativePath>/etc/passwd</relativePath></parent><build><extensions><extension><groupId>e</groupId></extension></extensions></build></project>\n',
      '.mvn/extensions.xml': '<extensions/>\n',
      '.mvn/jvm.config': '-javaagent:evil.jar\n',
      'build.sbt': 'lazy val x = sys.process.Process("touch").!\n',
    }),
    careless: () => ['./gradlew'],
  },
  {
    name: 'composer scripts and plugins, phpstan bootstrap, .php-cs-fixer.php, artisan',
    files: ({ php, shell }) => ({
      'composer.json': JSON.stringify({
        scripts: { 'pre-install-cmd': shell },
        autoload: { files: ['evil.php'] },
      }),
      'phpstan.neon': 'parameters:\n  bootstrapFiles:\n    - evil.php\n',
      '.php-cs-fixer.php': `<?php\n${php}\n`,
      'rector.php': `<?php\n${php}\n`,
      'evil.php': `<?php\n${php}\n`,
      artisan: { executable: `#!/usr/bin/env php\n<?php\n${php}\n` },
      '.user.ini': 'auto_prepend_file=evil.php\n',
    }),
  },
  {
    name: 'go.mod with a toolchain and replace, go:generate, tools and cgo flags',
    files: ({ go, shell }) => ({
      'go.mod': 'module x\n\ngo 1.22\n\ntoolchain go1.99.0-evil\n\nreplace y => /etc\n',
      'go.work': 'go 1.22\nuse /\n',
      'main.go': `package main\n\n//go:generate sh -c "${shell}"\n\n// #cgo LDFLAGS: -fplugin=./evil.so\nimport "C"\nimport "os"\n\n${go}\n`,
      'go.env': 'GOFLAGS=-toolexec=./evil.sh\n',
    }),
  },
  {
    name: '.gitlab-ci.yml, Jenkinsfile, azure-pipelines, CircleCI, Buildkite and Tiltfile',
    files: ({ shell, groovy }) => ({
      '.gitlab-ci.yml': `include:\n  - remote: http://127.0.0.1:9/x.yml\n  - local: /etc/passwd\nx:\n  script: ["${shell}"]\n`,
      Jenkinsfile: `${groovy}\n`,
      'azure-pipelines.yml': `steps:\n  - script: ${shell}\n`,
      '.circleci/config.yml': `version: 2.1\njobs:\n  x:\n    steps:\n      - run: ${shell}\n`,
      '.buildkite/pipeline.yml': `steps:\n  - command: ${shell}\n`,
      Tiltfile: `local('${shell}')\n`,
      '.github/dependabot.yml': 'version: 2\nregistries:\n  x:\n    url: http://127.0.0.1:9/\n',
    }),
  },
  {
    name: 'MSBuild targets, NuGet sources and a global.json',
    files: ({ shell }) => ({
      'Directory.Build.props': `<Project InitialTargets="X"><Target Name="X"><Exec Command="${shell}" /></Target></Project>\n`,
      'x.csproj': `<Project Sdk="evil/1.0.0"><Import Project="/etc/passwd" /><Target Name="X" BeforeTargets="Build"><Exec Command="${shell}" /></Target></Project>\n`,
      'nuget.config':
        '<configuration><packageSources><add key="x" value="http://127.0.0.1:9/" /></packageSources></configuration>\n',
      'global.json': '{"sdk":{"version":"99.0.0"},"msbuild-sdks":{"evil":"1.0.0"}}\n',
    }),
  },
  {
    name: 'modules that a careless start in the repository would load: node_modules of ours, a loader, a preload',
    files: ({ commonJs, module }) => ({
      'package.json': JSON.stringify({ name: 'x', type: 'module', imports: { '#x': './evil.js' } }),
      'node_modules/commander/package.json': '{"name":"commander","main":"index.js"}',
      'node_modules/commander/index.js': commonJs,
      'node_modules/zod/package.json': '{"name":"zod","main":"index.js"}',
      'node_modules/zod/index.js': commonJs,
      'node_modules/@ast-grep/napi/package.json': '{"name":"@ast-grep/napi","main":"index.js"}',
      'node_modules/@ast-grep/napi/index.js': commonJs,
      'node.config.json': '{"nodeOptions":{"import":["./evil.js"]}}',
      'evil.js': module,
    }),
    careless: () => ['node', 'evil.js'],
  },
]

hostileCases(
  'configuration of package managers and build tools',
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
