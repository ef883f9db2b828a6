/**
 * Comments as people read them. Of HTML, only a few tags without attributes pass, as GitHub lets them; comments in it
 * vanish; everything else of it is shown as text. Images are not fetched.
 */
import MarkdownIt from 'markdown-it'
import { escapeHtml, Html } from './html.ts'

const rich = createRenderer(true)
const plain = createRenderer(false)

export function renderMarkdown(text: string): Html {
  const rendered = rich.render(text)
  // A comment may not close what the page around it has opened.
  return new Html(isBalanced(rendered) ? rendered : plain.render(text))
}

function createRenderer(withTags: boolean) {
  const markdown = new MarkdownIt({ html: true, linkify: false })
  markdown.disable('image')
  const { rules } = markdown.renderer
  rules.html_block = (tokens, index) => passTags(tokens[index]?.content ?? '', withTags)
  rules.html_inline = rules.html_block
  rules.link_open = (tokens, index, options, _, self) => {
    tokens[index]?.attrSet('rel', 'noopener noreferrer nofollow')
    return self.renderToken(tokens, index, options)
  }
  return markdown
}

const piece = /<!--[\s\S]*?-->|<\/?(?:details|summary|sub|sup|kbd)>|<br ?\/?>|[^<]+|</g

function passTags(text: string, withTags: boolean): string {
  return text.replace(piece, (part) => {
    if (part.startsWith('<!--') && part.endsWith('-->')) return ''
    return withTags && part.startsWith('<') && part.endsWith('>') ? part : escapeHtml(part)
  })
}

function isBalanced(rendered: string): boolean {
  const open: string[] = []
  for (const [, slash, name = ''] of rendered.matchAll(/<(\/?)(details|summary|sub|sup|kbd)>/g)) {
    if (slash === '') open.push(name)
    else if (open.pop() !== name) return false
  }
  return open.length === 0
}
