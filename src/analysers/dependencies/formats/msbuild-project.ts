/** *.csproj and its kin: `PackageReference`, and `PackageVersion` of central package management. */
import { type Dependency, dependency, type Parser, parsed } from '../dependency.ts'
import { placer } from './reading/json-tree.ts'
import { childrenByParent, xmlElements } from './reading/xml-elements.ts'

export const parseMsbuildProject: Parser = (text) => {
  const elements = xmlElements(text)
  if (elements[0]?.name !== 'Project') return null
  const place = placer(text)
  const children = childrenByParent(elements)
  const found: Dependency[] = []
  elements.forEach((element, at) => {
    if (element.name !== 'PackageReference' && element.name !== 'PackageVersion') return
    const name = element.attributes.get('Include')
    if (name === undefined || name === '') return
    const nested = children.get(at)?.find((child) => child.name === 'Version')
    const version =
      element.attributes.get('Version') ?? element.attributes.get('VersionOverride') ?? nested?.text ?? null
    const places =
      nested === undefined ? {} : { version: place(nested.start, nested.end + nested.text.length) }
    found.push(dependency(name, place(element.start, element.end), { version, direct: true, places }))
  })
  return parsed(found)
}
