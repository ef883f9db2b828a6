/** Defects that a review has to find, so that a quiet report cannot pass for a good one. */
import { expect } from 'vitest'
import type { ReportJson } from '../../src/cli/render/report-schema.ts'
import type { Files } from '../world/repository.ts'
import type { HostileWorld } from './hostile-world.ts'

export const plantedPython = 'import os\n\n\ndef clone(url):\n    os.system("git clone " + url)\n'
export const plantedPythonLine = 5
export const plantedScript = `import { execSync } from 'node:child_process'

export function clone(url) {
  return execSync(\`git clone \${url}\`)
}
`
export const plantedScriptLine = 4

/** A base with little in it, and a change that brings the files beside one planted defect for each of two engines. */
export function plant(world: HostileWorld, files: Files, base: Files = {}): void {
  world.repository.commit('main', { 'README.md': '# A project\n', ...base })
  world.repository.commit(
    'change',
    { ...files, 'planted.js': plantedScript, 'planted.py': plantedPython },
    { from: 'main' },
  )
}

export function expectPlanted(report: ReportJson): void {
  expectFinding(report, { path: 'planted.js', line: plantedScriptLine, category: 'security' })
  expectFinding(report, { path: 'planted.py', line: plantedPythonLine, category: 'security' })
}

export function expectFinding(report: ReportJson, wanted: Partial<ReportJson['findings'][number]>): void {
  expect(report.findings).toContainEqual(expect.objectContaining(wanted))
}

export function coverageOf(report: ReportJson, path: string): ReportJson['coverage'][number] {
  const line = report.coverage.find((one) => one.path === path)
  if (line === undefined) throw new Error(`${path} is not covered`)
  return line
}
