/** HTML that is escaped unless it was made here: whatever goes into a template as text comes out as text. */
export class Html {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

export type HtmlPart = Html | string | number | bigint | null | readonly HtmlPart[]

export function html(strings: TemplateStringsArray, ...parts: readonly HtmlPart[]): Html {
  const between = parts.map((part, index) => `${render(part)}${strings[index + 1] ?? ''}`)
  return new Html(`${strings[0] ?? ''}${between.join('')}`)
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '')
}

function render(part: HtmlPart): string {
  if (part === null) return ''
  if (part instanceof Html) return part.text
  return typeof part === 'object' ? part.map(render).join('') : escapeHtml(String(part))
}
