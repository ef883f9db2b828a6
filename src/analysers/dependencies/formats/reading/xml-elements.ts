/**
 * XML as a flat list of elements with positions. No entity is expanded and no document type is read, so there is
 * nothing in it that could grow.
 */
export interface XmlElement {
  readonly name: string
  /** Index of the enclosing element in the list; -1 for the root. */
  readonly parent: number
  readonly attributes: ReadonlyMap<string, string>
  readonly start: number
  /** Behind the opening tag. */
  readonly end: number
  /** The text up to the next tag, trimmed. */
  readonly text: string
}

const depthMax = 64
const tagCharactersMax = 10_000

export function xmlElements(source: string): readonly XmlElement[] {
  const elements: XmlElement[] = []
  const open: number[] = []
  let at = source.indexOf('<')
  while (at !== -1) {
    const skipped = endOfNonElement(source, at)
    const close = skipped === null ? source.indexOf('>', at) : skipped
    if (close === -1) return elements
    if (skipped === null) {
      const tag = source.slice(at + 1, Math.min(close, at + tagCharactersMax)).trim()
      if (tag.startsWith('/')) closeElement(elements, open, tag.slice(1).trim())
      else if (open.length < depthMax) {
        const next = source.indexOf('<', close)
        elements.push({
          name: nameOf(tag),
          parent: open.at(-1) ?? -1,
          attributes: attributesOf(tag),
          start: at,
          end: close + 1,
          text: source.slice(close + 1, next === -1 ? close + 1 : next).trim(),
        })
        if (!tag.endsWith('/')) open.push(elements.length - 1)
      }
    }
    at = source.indexOf('<', close)
  }
  return elements
}

/** The elements right inside each element, by its index. */
export function childrenByParent(
  elements: readonly XmlElement[],
): ReadonlyMap<number, readonly XmlElement[]> {
  const children = new Map<number, XmlElement[]>()
  for (const element of elements) {
    const known = children.get(element.parent)
    if (known === undefined) children.set(element.parent, [element])
    else known.push(element)
  }
  return children
}

/** Where a comment, instruction or CDATA that begins at `at` ends; null for an element; -1 when it does not end. */
function endOfNonElement(source: string, at: number): number | null {
  if (source.startsWith('<!--', at)) return source.indexOf('-->', at)
  if (source.startsWith('<![CDATA[', at)) return source.indexOf(']]>', at)
  if (source.startsWith('<?', at) || source.startsWith('<!', at)) return source.indexOf('>', at)
  return null
}

/** A closing tag closes the nearest element of its name; one without partner closes nothing. */
function closeElement(elements: readonly XmlElement[], open: number[], name: string): void {
  const at = open.findLastIndex((index) => elements[index]?.name === name)
  if (at !== -1) open.length = at
}

function nameOf(tag: string): string {
  return /^[^\s/>]*/.exec(tag)?.[0] ?? ''
}

function attributesOf(tag: string): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>()
  let from = 0
  for (let equals = tag.indexOf('='); equals !== -1; equals = tag.indexOf('=', from)) {
    const name = tag.slice(from, equals).trim()
    const rest = tag.slice(equals + 1, equals + 3).trimStart()
    const quote = rest[0]
    if (quote !== '"' && quote !== "'") {
      from = equals + 1
      continue
    }
    const opening = tag.indexOf(quote, equals)
    const closing = tag.indexOf(quote, opening + 1)
    if (closing === -1) break
    attributes.set(
      name.slice(Math.max(name.lastIndexOf(' '), name.lastIndexOf('\n'), name.lastIndexOf('\t')) + 1),
      tag.slice(opening + 1, closing),
    )
    from = closing + 1
  }
  return attributes
}
