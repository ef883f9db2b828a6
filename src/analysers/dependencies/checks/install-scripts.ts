/** Code that begins to run on every machine that installs: packages' own scripts, and this project's hooks. */
import { catalogue } from '../catalogue.ts'
import { type Check, gather, shown } from '../change.ts'

const eachMax = 3

/** Git hooks and patches: what nearly every project has there. */
const harmless =
  /^(?:(?:is-ci \|\| )?husky(?: install)?(?: \|\| (?:true|exit 0))?|lefthook install|simple-git-hooks|patch-package|(?:npx )?only-allow \w+)$/
const fetches = /\b(?:curl|wget|powershell|base64|eval)\b|https?:\/\/|\bnode (?:-e|--eval)\b/

export const checkInstallScripts: Check = (change) => {
  if (change.base === null) return []
  const remarks = [...change.headByName].flatMap(([name, group]) => {
    const dependency = group.find((one) => one.installScript)
    const before = change.baseByName.get(name)
    if (dependency === undefined || before?.some((old) => old.installScript) === true) return []
    const what = before === undefined ? 'is new and runs' : 'now runs'
    const message = `"${shown(name)}" ${what} a script of its own when it is installed. Read the script, or install without scripts.`
    const place = change.locate(dependency, before === undefined ? undefined : 'installScript')
    return [{ name, observation: change.report(catalogue.installScript, place, message) }]
  })
  return gather(
    remarks,
    eachMax,
    (names, count) =>
      `${count} packages begin to run scripts of their own when they are installed: ${names}. Read the scripts, or install without scripts.`,
  )
}

export const checkInstallHooks: Check = (change) =>
  change.head.hooks.flatMap((hook) => {
    const before = change.base?.hooks.find((old) => old.name === hook.name)?.command
    const isDangerous = fetches.test(hook.command)
    if (harmless.test(hook.command.trim())) return []
    if (before !== undefined && (!isDangerous || fetches.test(before))) return []
    const doing = isDangerous ? ', and it fetches or evaluates code' : ''
    const message = `The script "${hook.name}" runs on every machine that installs this package${doing}. Make it a command that people call, unless installing really needs it.`
    const severity = isDangerous ? 'high' : hook.name === 'prepare' ? 'low' : 'medium'
    return [change.report(catalogue.installScript, hook, message, { severity })]
  })
