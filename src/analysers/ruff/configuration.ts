/**
 * What ruff is told. It never sees a path or a file of the repository, so nothing there can configure it. The newest
 * Python is named, because its grammar contains that of the older ones.
 */
import { catalogue } from './catalogue.ts'

export const configuration = {
  'target-version': 'py314',
  preview: false,
  lint: { select: catalogue.map((rule) => rule.id) },
}
