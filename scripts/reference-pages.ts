/** Every generated page of docs/reference, by file name. */
import { listRules } from '../src/app/list-rules.ts'
import { commandReference } from '../src/cli/command-reference.ts'
import { createProgram } from '../src/cli/program.ts'
import { reportSchemaText } from '../src/cli/render/report-schema.ts'
import { ruleReference } from '../src/cli/rule-reference.ts'
import { processTerminal } from '../src/cli/terminal.ts'
import { configReferenceText, configSchemaText } from '../src/config/reference.ts'
import { serviceReferenceText } from '../src/config/service/service-reference.ts'
import { openApiText } from '../src/http/api/open-api-text.ts'
import { alertReferenceText } from '../src/ops/alerts/alert-reference.ts'
import { alertRules } from '../src/ops/alerts/catalogue.ts'
import { indicatorReferenceText } from '../src/ops/indicators/indicator-reference.ts'
import { readRequirements, requirementReferenceText } from './requirements.ts'

export async function referencePages(): Promise<ReadonlyMap<string, string>> {
  return new Map([
    ['alerts.md', alertReferenceText(alertRules)],
    ['commands.md', commandReference(createProgram(processTerminal(), () => {}))],
    ['configuration.md', configReferenceText()],
    ['configuration.schema.json', configSchemaText()],
    ['indicators.md', indicatorReferenceText()],
    ['openapi.json', await openApiText()],
    ['report.schema.json', reportSchemaText()],
    ['requirements.md', requirementReferenceText(readRequirements())],
    ['service.md', serviceReferenceText()],
    ['rules.md', ruleReference(await listRules())],
  ])
}
