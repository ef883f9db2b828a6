/** `autogen-bot feedback`, `feedback restore` */
import { feedbackByRepository, restoreRule } from '../../app/service/operate/feedback.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import type { Terminal } from '../terminal.ts'
import { renderFeedback } from './render-feedback.ts'
import { type ServiceFlags, withBackbone } from './with-backbone.ts'

export function feedbackCommand(
  flags: ServiceFlags & { readonly repo?: string; readonly format: 'text' | 'json' },
  terminal: Terminal,
): Promise<ExitCode> {
  return withBackbone(flags, terminal, async (backbone) => {
    const feedback = await feedbackByRepository(backbone, flags.repo ?? null)
    await terminal.answer(
      flags.format === 'json' ? `${JSON.stringify(feedback, null, 2)}\n` : renderFeedback(feedback),
    )
    return exitCodes.done
  })
}

export function feedbackRestoreCommand(
  rule: string,
  flags: ServiceFlags & { readonly repo: string },
  terminal: Terminal,
): Promise<ExitCode> {
  return withBackbone(flags, terminal, async (backbone) => {
    if (!(await restoreRule(backbone, flags.repo, rule))) {
      terminal.tell('autogen-bot: this rule is not demoted in this repository; see "autogen-bot feedback".\n')
      return exitCodes.usage
    }
    await terminal.answer('The rule comments on lines again; the rejections that led here are forgotten.\n')
    return exitCodes.done
  })
}
