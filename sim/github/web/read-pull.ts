/** What the pages show of a pull request beyond what the simulator tells in process: asked over REST, as its viewer. */
import type { Person } from '../people/person.ts'
import type { SimulatedGitHub } from '../simulated-github.ts'
import type { Schemas } from '../world/schemas.ts'
import type { PullFacts } from './pull-page.ts'

export interface PullReader {
  facts(repository: string, number: number): Promise<PullFacts>
  /** Of a file that the pull request changes, at its head; null for any other. */
  content(repository: string, number: number, path: string): Promise<string | null>
}

export function createPullReader(github: SimulatedGitHub, viewer: Person): PullReader {
  const ask = async (path: string, accept = 'application/vnd.github+json'): Promise<Response> => {
    const headers = { authorization: `Bearer ${viewer.token}`, accept }
    const answer = await fetch(`${github.apiUrl}/repos/${path}`, { headers })
    if (!answer.ok) throw new Error(`${path} was answered with ${answer.status}`)
    return answer
  }
  const facts = async (repository: string, number: number): Promise<PullFacts> => {
    const path = `${repository}/pulls/${number}`
    const [pull, files, commits] = await Promise.all([
      ask(path).then((answer) => answer.json() as Promise<Schemas['pull-request']>),
      ask(`${path}/files?per_page=100`).then((answer) => answer.json() as Promise<Schemas['diff-entry'][]>),
      ask(`${path}/commits?per_page=100`).then((answer) => answer.json() as Promise<Schemas['commit'][]>),
    ])
    return { repository, view: github.pull(repository, number), pull, files, commits }
  }
  return {
    facts,
    content: async (repository, number, path) => {
      const { files, pull } = await facts(repository, number)
      if (!files.some(({ filename, status }) => filename === path && status !== 'removed')) return null
      const encoded = path.split('/').map(encodeURIComponent).join('/')
      const place = `${pull.head.repo?.full_name ?? repository}/contents/${encoded}?ref=${pull.head.sha}`
      return (await ask(place, 'application/vnd.github.raw')).text()
    },
  }
}
