/** What to do next, as commands: nobody has to know the states by heart at night. */
import { type Incident, isOver } from './incident.ts'

export interface NextStep {
  readonly command: string
  readonly about: string
}

export function nextSteps(incident: Incident): readonly NextStep[] {
  const { id, state, severity, assessment } = incident
  const step = (words: string, about: string): NextStep => ({
    command: `autogen-bot incident ${words}`,
    about,
  })
  const report = step(`report ${id}`, 'read the report')
  const assess =
    severity === 'P1' || assessment !== null || isOver(incident)
      ? []
      : [step(`assess ${id} --impact TEXT --plan TEXT`, 'write down impact and plan, and tell the channel')]
  switch (state) {
    case 'OPEN':
      return [step(`ack ${id}`, 'take it; calls stop'), ...assess]
    case 'ACKED':
      return [...assess, step(`investigate ${id}`, 'begin to look for the cause')]
    case 'INVESTIGATING':
      return incident.hypothesis === null
        ? [...assess, step(`hypothesis ${id} TEXT`, 'write down what you think it is')]
        : [...assess, step(`mitigate ${id} WHAT [--undo HOW]`, 'do something against it')]
    case 'MITIGATING':
      return [
        step(`monitor ${id}`, 'it helped: watch'),
        step(`investigate ${id}`, 'it did not help: look again'),
      ]
    case 'MONITORING':
      return [step(`resolve ${id}`, 'once it stayed quiet'), step(`investigate ${id}`, 'it is not over')]
    case 'RESOLVED':
      return [report, step(`review ${id} --cause TEXT`, 'close it with what was learned')]
    case 'REVIEWED':
      return [report]
  }
}
