/** Every parser by the format it reads. */
import type { Parser } from '../dependency.ts'
import type { FormatId } from '../file-formats.ts'
import { parseCargoLock } from './cargo-lock.ts'
import { parseCargoToml } from './cargo-toml.ts'
import { parseComposerJson } from './composer-json.ts'
import { parseComposerLock } from './composer-lock.ts'
import { parseGemfile } from './gemfile.ts'
import { parseGemfileLock } from './gemfile-lock.ts'
import { parseGoMod } from './go-mod.ts'
import { parseGoSum } from './go-sum.ts'
import { parseGradle } from './gradle.ts'
import { parseMsbuildProject } from './msbuild-project.ts'
import { parseNugetLock } from './nuget-lock.ts'
import { parsePackageJson } from './package-json.ts'
import { parsePackageLock } from './package-lock.ts'
import { parsePipfile } from './pipfile.ts'
import { parsePipfileLock } from './pipfile-lock.ts'
import { parsePnpmLock } from './pnpm-lock.ts'
import { parsePom } from './pom.ts'
import { parsePyproject } from './pyproject.ts'
import { parsePythonLock } from './python-locks.ts'
import { parseRequirements } from './requirements.ts'
import { parseVersionCatalog } from './version-catalog.ts'
import { parseYarnLock } from './yarn-lock.ts'

export const parsers = {
  'package-json': parsePackageJson,
  'package-lock': parsePackageLock,
  'yarn-lock': parseYarnLock,
  'pnpm-lock': parsePnpmLock,
  requirements: parseRequirements,
  pyproject: parsePyproject,
  pipfile: parsePipfile,
  'pipfile-lock': parsePipfileLock,
  'poetry-lock': parsePythonLock,
  'uv-lock': parsePythonLock,
  'go-mod': parseGoMod,
  'go-sum': parseGoSum,
  'cargo-toml': parseCargoToml,
  'cargo-lock': parseCargoLock,
  gemfile: parseGemfile,
  'gemfile-lock': parseGemfileLock,
  'composer-json': parseComposerJson,
  'composer-lock': parseComposerLock,
  pom: parsePom,
  gradle: parseGradle,
  'version-catalog': parseVersionCatalog,
  'msbuild-project': parseMsbuildProject,
  'nuget-lock': parseNugetLock,
} satisfies Record<FormatId, Parser>
