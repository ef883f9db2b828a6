/** Shell: functions, and commands, which may be functions. */
import { defines, type Reading } from '../reading.ts'

export const shell: Reading = {
  definitions: {
    function_definition: defines('function'),
    variable_assignment(node, page) {
      const name = node.field('name')
      const holder = node.parent()
      const isTop =
        holder?.kind() === 'program' ||
        (holder?.kind() === 'declaration_command' && holder.parent()?.kind() === 'program')
      if (isTop && name?.kind() === 'variable_name') {
        page.define({ kind: 'variable', node, name, body: node.field('value') })
      }
    },
  },
  references: {
    command(node, page) {
      const name = node.field('name')
      const words = name === null ? '' : page.textOf(name)
      if (name === null || !/^[\w.:-]{1,100}$/.test(words)) return
      page.referTo('call', words, name.range().start.index)
      if (words !== 'source' && words !== '.') return
      const [path] = node.fieldChildren('argument')
      const file =
        path === undefined
          ? ''
          : page
              .textOf(path)
              .slice(0, 300)
              .replace(/^["']|["']$/g, '')
      page.referTo('import', file.split('/').at(-1) ?? '', node.range().start.index)
    },
  },
}
