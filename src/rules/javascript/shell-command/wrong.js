import cp, { exec, execSync } from 'node:child_process'

export function clone(url, done) {
  execSync(`git clone ${url}`) // WRONG
  exec('tar xf ' + url, done) // WRONG
  cp.exec(`ls ${url.path} | wc -l`, { cwd: '/' }, done) // WRONG
}
