/** What an image is built on, and what its stages take from each other. */
import { distance } from 'fastest-levenshtein'
import type { Inquiry } from './inquiry.ts'
import type { Command } from './read-image.ts'

export function baseImages(inquiry: Inquiry): void {
  const { stages } = inquiry.file
  const earlier = new Set<string | null>()
  stages.forEach((stage, at) => {
    const { image } = stage
    if (!earlier.has(image.toLowerCase()) && isUnpinned(image)) {
      const message = `${image.slice(0, 100)} names no version, so the image changes whenever its maker publishes a new one. Name a version or a digest.`
      inquiry.report('unpinned-base-image', stage.imageSpan, message)
    }
    for (const command of stage.commands) copiesFrom(inquiry, command, at)
    earlier.add(stage.name)
  })
}

function isUnpinned(image: string): boolean {
  if (image === 'scratch' || image.includes('$') || image.includes('@')) return false
  const name = image.slice(image.lastIndexOf('/') + 1)
  return !name.includes(':') || name.endsWith(':latest')
}

/** A bare name may also be an image or a named context; only a number or a slip of a stage's name is sure to be wrong. */
function copiesFrom(inquiry: Inquiry, command: Command, stageAt: number): void {
  const from = command.flags.get('from')?.toLowerCase()
  if (command.keyword !== 'COPY' || from === undefined || from === '' || from.includes('$')) return
  const { stages } = inquiry.file
  const names = stages.map((stage) => stage.name)
  if (/^\d+$/.test(from)) {
    if (Number(from) < stageAt) return
    inquiry.report(
      'unknown-stage',
      command,
      `There is no stage ${from} before this one; stages count from 0. The build fails here.`,
    )
    return
  }
  if (names.slice(0, stageAt).includes(from)) return
  if (names.slice(stageAt).includes(from)) {
    inquiry.report(
      'unknown-stage',
      command,
      `The stage ${from} is not built before this one. Move it up; the build fails here.`,
    )
    return
  }
  const near = names
    .slice(0, stageAt)
    .find((name) => name !== null && name.length > 3 && distance(name, from) <= 2)
  if (near)
    inquiry.report(
      'unknown-stage',
      command,
      `There is no stage ${from}; ${near} is meant. The build fails here.`,
    )
}
