import { exec, execFileSync, execSync } from 'node:child_process'

export function clone(url) {
  execFileSync('git', ['clone', '--', url]) // RIGHT
  execSync('git status') // RIGHT
  execSync(`${GIT} status`) // RIGHT
  exec('git ' + 'status') // RIGHT
  pattern.exec(`a${url}`) // RIGHT
}
