/** As whom the finished image runs. Many images never say; only what is said or taken away is reported. */
import type { Inquiry } from './inquiry.ts'
import type { Command, ImageFile } from './read-image.ts'

export function users(inquiry: Inquiry): void {
  const last = lastUser(inquiry.file)
  if (last !== null && isRoot(last)) {
    const message =
      'The image ends as root, so whoever breaks into the program owns the container. Go back to an unprivileged USER at the end.'
    inquiry.report('root-user', last, message)
    return
  }
  const before = inquiry.before === null ? null : lastUser(inquiry.before)
  const first = inquiry.file.stages.at(-1)
  if (before === null || isRoot(before) || last !== null || first === undefined) return
  const inherits = inquiry.file.stages.some(
    (stage) => stage.name !== null && stage.name === first.image.toLowerCase(),
  )
  if (inherits) return
  const message =
    'This change removes the unprivileged user; without it the image runs as its base image does, usually as root. Keep a USER.'
  inquiry.reportRemoved('user-removed', before, message)
}

function lastUser(file: ImageFile): Command | null {
  return file.stages.at(-1)?.commands.findLast((command) => command.keyword === 'USER') ?? null
}

function isRoot(user: Command): boolean {
  return /^(?:root|0)(?::|$)/.test(user.words[0]?.text ?? '')
}
