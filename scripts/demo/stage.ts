/** The simulated GitHub with our App on it, and the service beside it with a data folder of its own. */
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type SimulatedGitHub, startSimulatedGitHub } from '../../sim/github/simulated-github.ts'
import type { RegisteredApp } from '../../sim/github/simulated-github-options.ts'
import { type ScriptedModel, startScriptedModel } from '../../sim/model/scripted-model.ts'
import { type CommandResult, runCommandProcess } from '../../test/world/command-process.ts'
import { registerOurApp, settingsOfApp } from '../../test/world/our-app.ts'
import { type ServiceProcess, startServiceProcess } from '../../test/world/service-process.ts'

export interface Stage {
  readonly github: SimulatedGitHub
  /** Answers from a script: it understands nothing. */
  readonly model: ScriptedModel
  readonly app: RegisteredApp
  /** For the author's clone; goes with the rest. */
  readonly folder: string
  /** Where the service keeps everything; goes with the rest. */
  readonly dataFolder: string
  startService(): Promise<ServiceProcess>
  /** As somebody asks it to: it finishes, and writes down its last figures. */
  stopService(): Promise<void>
  /** A command of `autogen-bot` beside the service, or after it. */
  command(...words: readonly string[]): Promise<CommandResult>
  /** What the service said last, for when something went wrong. */
  lastWords(): readonly string[]
  close(): Promise<void>
}

const webhookSecret = 'known to the simulated GitHub and the bot'
const scenarioFile = join(import.meta.dirname, '..', '..', 'sim', 'model', 'scenarios', 'default.yaml')
const endingMsMax = 20_000
const lastLinesMax = 15

export async function openStage(): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'autogen-bot-demo-'))
  const data = await mkdtemp(join(tmpdir(), 'autogen-bot-demo-data-'))
  // Started by root, the database server runs as another user, who has to get in.
  await chmod(data, 0o711)
  const [github, model] = await Promise.all([
    startSimulatedGitHub(),
    startScriptedModel({ scenario: scenarioFile }),
  ])
  const app = await registerOurApp(github, 'autogen-bot')
  let service: ServiceProcess | null = null
  return {
    github,
    model,
    app,
    folder,
    dataFolder: data,
    stopService: async () => {
      if (service !== null) await end(service)
    },
    command: (...words) => runCommandProcess(words, { AUTOGEN_DATA_FOLDER: data }),
    startService: async () => {
      service = startServiceProcess([], {
        AUTOGEN_DATA_FOLDER: data,
        AUTOGEN_MODEL: 'compatible/scripted',
        AUTOGEN_MODEL_URL: model.urls.compatible,
        ...settingsOfApp(github, app, webhookSecret),
      })
      const { url } = await service.line(({ msg }) => msg === 'listening')
      github.setWebhook(app.appId, { url: `${String(url)}/webhook`, secret: webhookSecret })
      return service
    },
    lastWords: () => [
      ...(service?.words ?? []).slice(-lastLinesMax),
      ...(service?.lines ?? []).slice(-lastLinesMax).map((line) => JSON.stringify(line)),
    ],
    close: async () => {
      if (service !== null) await end(service)
      await Promise.all([github.close(), model.close()])
      await Promise.all([folder, data].map((one) => rm(one, { recursive: true, force: true })))
    },
  }
}

async function end(service: ServiceProcess): Promise<void> {
  service.signal('SIGTERM')
  const impatience = setTimeout(() => service.signal('SIGKILL'), endingMsMax)
  await service.ended()
  clearTimeout(impatience)
}
