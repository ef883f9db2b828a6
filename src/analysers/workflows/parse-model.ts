/** The YAML of a workflow as a model; null when it is no workflow or cannot be parsed, which another analyser tells. */
import { parseDocument } from 'yaml'
import { modelOf, type WorkflowModel } from './workflow-model.ts'
import { readYamlTree } from './yaml-nodes.ts'

export function parseModel(text: string): WorkflowModel | null {
  const document = parseDocument(text, {
    strict: false,
    // Compared pair by pair in the library; a later key simply wins here.
    uniqueKeys: false,
    prettyErrors: false,
    // `on` stays a word, and every value is its text.
    schema: 'failsafe',
    logLevel: 'silent',
  })
  return document.errors.length > 0 ? null : modelOf(readYamlTree(document))
}

/** Good enough to keep a text with aliases from a program that does not know them; it may be too careful. */
export function hasAliases(text: string): boolean {
  return /^[^#\n]*[:[,-][ \t]*\*[A-Za-z_]/m.test(text)
}
