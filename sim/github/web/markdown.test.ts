import fc from 'fast-check'
import { expect, test } from 'vitest'
import { renderMarkdown } from './markdown.ts'

const render = (text: string) => renderMarkdown(text).text

test('shows what a review is written in', () => {
  expect(render('**high** · `a<b`\n\n- one\n\n```suggestion\nx < y\n```\n')).toMatchInlineSnapshot(`
    "<p><strong>high</strong> · <code>a&lt;b</code></p>
    <ul>
    <li>one</li>
    </ul>
    <pre><code class="language-suggestion">x &lt; y
    </code></pre>
    "
  `)
})

test('folds what is to be folded, and hides comments', () => {
  expect(
    render('<!-- marker -->\n\n<details><summary>Files (1)</summary>\n\n- `a`\n\n</details>'),
  ).toMatchInlineSnapshot(`
    "
    <details><summary>Files (1)</summary>
    <ul>
    <li><code>a</code></li>
    </ul>
    </details>"
  `)
})

test.each([
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<details ontoggle=alert(1) open>',
  '[click](javascript:alert(1))',
  '![pixel](http://tracker.test/p.gif)',
  '<!-- <script> --><script>alert(1)</script>',
  '<!-- never closed <img src=x onerror=alert(1)>',
  'a <svg/onload=alert(1)> b',
  '`<script>`',
  '<a href="javascript:alert(1)">x</a>',
])('%s stays inert', (text) => {
  expect(render(text)).not.toMatch(
    /<(?!\/?(?:p|a|code|pre|details|summary)\b[^<>]*>)|<[^>]* on\w+=|href="javascript/,
  )
})

test('a comment does not close what is around it', () => {
  expect(render('</details>')).not.toContain('</details>')
  expect(render('<details><summary>never closed')).not.toContain('<details>')
})

test('whatever is written, only known tags come out, and they are balanced', () => {
  const fragment = fc.constantFrom(
    '<',
    '>',
    '<!--',
    '-->',
    '<details>',
    '</details>',
    '<br/>',
    '<b onclick=x>',
    '`',
    '\n',
    '*',
    'a',
    '[a](b)',
    '"',
  )
  fc.assert(
    fc.property(
      fc.array(fragment, { maxLength: 30 }).map((parts) => parts.join('')),
      (text) => {
        const tags = [...render(text).matchAll(/<(\/?)([a-z0-9]+)([^>]*)>/g)]
        const known =
          /^(p|a|em|strong|code|pre|ul|li|ol|br|h[1-6]|hr|blockquote|details|summary|table|thead|tbody|tr|th|td)$/
        expect(tags.filter(([, , name = '']) => !known.test(name))).toEqual([])
        expect(
          tags.filter(([, , , attributes = '']) => /\bon\w+=/.test(attributes.replace(/"[^"]*"/g, ''))),
        ).toEqual([])
      },
    ),
  )
})
