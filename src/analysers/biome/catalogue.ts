/**
 * The rules of Biome that find bugs which no rule of oxlint finds. Where both have a rule, oxlint's is used, which is
 * faster. page.md says what was left out and why.
 */
import type { Severity } from '../../domain/finding/severity.ts'
import type { BiomeRule } from './biome-rule.ts'

const drizzle = /\bdrizzle\b/
const playwright = /\bplaywright\b/

export const catalogue: readonly BiomeRule[] = [
  rule(
    'high',
    0.95,
    'correctness/noStringCaseMismatch',
    'Comparison that the case of letters decides',
    'The string was changed to one case and is compared with text in the other, so this is always the same. Correct the text.',
    { cwe: ['CWE-571'], defect: 'constant-condition' },
  ),
  rule(
    'medium',
    0.9,
    'correctness/noNestedComponentDefinitions',
    'Component defined inside a component',
    'The inner component is a new one on every render, so React throws its state and its elements away each time. Move it out.',
    { jsx: true },
  ),
  rule(
    'medium',
    0.9,
    'correctness/noReactPropAssignments',
    'Assignment to a prop',
    'Props belong to the caller and must not be changed. Copy the value into a variable or into state.',
    { jsx: true },
  ),
  rule(
    'medium',
    0.9,
    'suspicious/noDuplicateTestHooks',
    'The same test hook twice',
    'The block already has this hook, and both run. Join them.',
  ),
  rule(
    'medium',
    0.9,
    'suspicious/noSuspiciousSemicolonInJsx',
    'Semicolon shown as text',
    'Between tags a semicolon is text and is shown to the user. Remove it.',
  ),
  rule(
    'low',
    0.9,
    'suspicious/noDuplicatedSpreadProps',
    'The same props spread twice',
    'The same object is spread twice, and the second overrides what stands between. Remove one.',
  ),
  rule(
    'high',
    0.9,
    'nursery/noDrizzleDeleteWithoutWhere',
    'DELETE of a whole table',
    'A delete without where() removes every row. Add the condition.',
    { options: { drizzleObjectName: ['db', 'tx', 'database'] }, onlyIn: drizzle },
  ),
  rule(
    'high',
    0.9,
    'nursery/noDrizzleUpdateWithoutWhere',
    'UPDATE of a whole table',
    'An update without where() changes every row. Add the condition.',
    { options: { drizzleObjectName: ['db', 'tx', 'database'] }, onlyIn: drizzle },
  ),
  rule(
    'high',
    0.95,
    'nursery/noPlaywrightMissingAwait',
    'Playwright call that is not awaited',
    'The call gives a promise; without await the test goes on, or ends, before it is done. Await it.',
    { onlyIn: playwright },
  ),
  rule(
    'medium',
    0.97,
    'nursery/noPlaywrightPagePause',
    'page.pause() left behind',
    'page.pause() stops the test until someone goes on by hand. Remove it.',
    { cwe: ['CWE-489'], onlyIn: playwright },
  ),
  rule(
    'high',
    0.9,
    'nursery/noXorAsExponentiation',
    '^ where ** was meant',
    'Between numbers ^ is exclusive or, not a power. Use **.',
    { cwe: ['CWE-480'] },
  ),
  rule(
    'medium',
    0.9,
    'nursery/noUnsafeIframeSandbox',
    'Sandbox that can be left',
    'With allow-scripts and allow-same-origin together, a page of the same origin can remove its own sandbox. Drop one of them.',
    { category: 'security', cwe: ['CWE-1021'] },
  ),
  rule(
    'medium',
    0.9,
    'nursery/noReturnInFinally',
    'Value returned from finally()',
    'What a finally() callback returns is ignored. Return it from then().',
  ),
  rule(
    'high',
    0.95,
    'nursery/useReactAsyncServerFunction',
    'Server function that is not async',
    'A server function has to be async, or the build refuses it. Add async.',
  ),
  rule(
    'high',
    0.85,
    'nursery/noVueRefAsOperand',
    'ref used without .value',
    'A ref is an object: as an operand it is always true and never a number. Use its .value.',
    { onlyIn: /\bvue\b/ },
  ),
]

type More = Partial<Pick<BiomeRule, 'category' | 'cwe' | 'defect' | 'options' | 'onlyIn' | 'jsx'>>

function rule(
  severity: Severity,
  confidence: number,
  setting: string,
  title: string,
  message: string,
  more: More = {},
): BiomeRule {
  const name = setting.slice(setting.indexOf('/') + 1)
  const id = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  const facts = { category: 'correctness', cwe: [], defect: null } as const
  return { id, title, severity, confidence, setting, message, ...facts, ...more }
}
