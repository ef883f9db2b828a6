/**
 * `${{ ... }}`: which names can reach the text that an expression leaves behind. A name that is only compared, or
 * handed to a function that answers yes or no, leaves nothing of itself.
 */
export interface NameInText {
  /** Lower case, an index or `*` as `*`: `github.event.commits[0].message` is github, event, commits, *, message. */
  readonly path: readonly string[]
  /** Offsets in the text that was searched. */
  readonly start: number
  readonly end: number
  /** Inside `toJSON(...)`: what lies below the name is written out as well. */
  readonly asJson: boolean
}

export interface Expression {
  /** Offsets of the expression with its braces. */
  readonly start: number
  readonly end: number
  /** Offsets of what is between the braces. */
  readonly bodyStart: number
  readonly bodyEnd: number
}

/** Every `${{ ... }}` of a text; a `}}` inside a quoted string does not end one. */
export function expressionsIn(text: string, from = 0, to = text.length): readonly Expression[] {
  const found: Expression[] = []
  for (let at = text.indexOf('${{', from); at !== -1 && at < to; at = text.indexOf('${{', at)) {
    let close = at + 3
    let inString = false
    while (close < to && (inString || !text.startsWith('}}', close))) {
      if (text[close] === "'") inString = !inString
      close += 1
    }
    if (close >= to) break
    found.push({ start: at, end: close + 2, bodyStart: at + 3, bodyEnd: close })
    at = close + 2
  }
  return found
}

/** The names whose values flow into what `text[from, to)` evaluates to; none when it is no expression. */
export function namesReaching(text: string, from: number, to: number): readonly NameInText[] {
  try {
    const reader = createReader(text, from, to)
    const names = reader.or(0)
    return reader.atEnd() ? names : []
  } catch (error) {
    if (error instanceof NotAnExpression) return []
    throw error
  }
}

class NotAnExpression extends Error {}

const depthMax = 60
const answersYesOrNo: ReadonlySet<string> = new Set(
  'contains startswith endswith hashfiles success failure always cancelled'.split(' '),
)

interface Token {
  readonly kind: 'name' | 'string' | 'number' | 'sign' | 'end'
  readonly text: string
  readonly start: number
  readonly end: number
}

function createReader(text: string, from: number, to: number) {
  const pattern =
    /[ \t\r\n]+|([A-Za-z_][\w-]*)|('[^']*')|([+-]?\d[\w.+-]*)|(&&|\|\||==|!=|<=|>=|[.[\]()!<>,*])/y
  let token = next(from)

  function next(at: number): Token {
    pattern.lastIndex = at
    if (at >= to) return { kind: 'end', text: '', start: to, end: to }
    const match = pattern.exec(text)
    if (match === null || match.index + match[0].length > to) throw new NotAnExpression()
    const end = pattern.lastIndex
    const kind = match[1] ? 'name' : match[2] ? 'string' : match[3] ? 'number' : match[4] ? 'sign' : null
    return kind === null ? next(end) : { kind, text: match[0], start: at, end }
  }

  function take(): Token {
    const taken = token
    token = next(token.end)
    return taken
  }

  function takeSign(...signs: readonly string[]): boolean {
    if (token.kind !== 'sign' || !signs.includes(token.text)) return false
    take()
    return true
  }

  function or(depth: number): readonly NameInText[] {
    if (depth > depthMax) throw new NotAnExpression()
    const names = [...and(depth)]
    while (takeSign('||')) names.push(...and(depth))
    return names
  }

  /** `a && b` is b, or an a that is empty. */
  function and(depth: number): readonly NameInText[] {
    let names = compared(depth)
    while (takeSign('&&')) names = compared(depth)
    return names
  }

  function compared(depth: number): readonly NameInText[] {
    let names = one(depth)
    while (takeSign('==', '!=', '<', '>', '<=', '>=')) {
      one(depth)
      names = []
    }
    return names
  }

  function one(depth: number): readonly NameInText[] {
    if (takeSign('!')) {
      if (depth > depthMax) fail()
      one(depth + 1)
      return []
    }
    if (takeSign('(')) {
      const names = or(depth + 1)
      if (!takeSign(')')) fail()
      return afterGroup(names, depth)
    }
    const first = take()
    if (first.kind === 'string' || first.kind === 'number') return []
    if (first.kind !== 'name') fail()
    if (takeSign('(')) return afterGroup(call(first.text.toLowerCase(), depth), depth)
    return name(first, depth)
  }

  function call(called: string, depth: number): readonly NameInText[] {
    const names: NameInText[] = []
    if (!takeSign(')')) {
      do names.push(...or(depth + 1))
      while (takeSign(','))
      if (!takeSign(')')) fail()
    }
    if (answersYesOrNo.has(called)) return []
    return called === 'tojson' ? names.map((found) => ({ ...found, asJson: true })) : names
  }

  function name(first: Token, depth: number): readonly NameInText[] {
    const path = [first.text.toLowerCase()]
    let end = first.end
    for (;;) {
      if (takeSign('.')) {
        const part = take()
        if (part.kind !== 'name' && part.text !== '*') fail()
        path.push(part.text.toLowerCase())
        end = part.end
      } else if (takeSign('[')) {
        const key = token
        or(depth + 1)
        path.push(key.kind === 'string' ? key.text.slice(1, -1).toLowerCase() : '*')
        end = token.end
        if (!takeSign(']')) fail()
      } else return [{ path, start: first.start, end, asJson: false }]
    }
  }

  /** `fromJSON(x).y`, `(a || b).c`: whatever follows is still made of the same. */
  function afterGroup(names: readonly NameInText[], depth: number): readonly NameInText[] {
    for (;;) {
      if (takeSign('.')) take()
      else if (takeSign('[')) {
        or(depth + 1)
        if (!takeSign(']')) fail()
      } else return names
    }
  }

  return { or, atEnd: () => token.kind === 'end' }
}

function fail(): never {
  throw new NotAnExpression()
}
