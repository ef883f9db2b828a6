/** pom.xml: dependencies, plugins and repositories; versions kept in properties are looked up. */
import { type Dependency, dependency, type Parser, type Place, parsed, type Registry } from '../dependency.ts'
import { placer } from './reading/json-tree.ts'
import { childrenByParent, type XmlElement, xmlElements } from './reading/xml-elements.ts'

export const parsePom: Parser = (text) => {
  const elements = xmlElements(text)
  if (elements[0]?.name !== 'project') return null
  const place = placer(text)
  const children = childrenByParent(elements)
  const properties = new Map<string, XmlElement>()
  const dependencies: Dependency[] = []
  const registries: Registry[] = []
  elements.forEach((element, at) => {
    if (element.name === 'properties') {
      for (const property of children.get(at) ?? []) properties.set(property.name, property)
    }
  })
  elements.forEach((element, at) => {
    const inside = children.get(at) ?? []
    if (element.name === 'dependency' || element.name === 'plugin') {
      const one = fromElement(element, inside, properties, place)
      if (one !== null) dependencies.push(one)
    }
    if (element.name === 'repository' || element.name === 'pluginRepository') {
      const owner = elements[element.parent]?.name
      const url = inside.find((child) => child.name === 'url')
      const declared = owner === 'repositories' || owner === 'pluginRepositories'
      if (url !== undefined && declared)
        registries.push({ url: url.text, ...place(url.start, url.end + url.text.length) })
    }
  })
  return parsed(dependencies, registries)
}

function fromElement(
  element: XmlElement,
  inside: readonly XmlElement[],
  properties: ReadonlyMap<string, XmlElement>,
  place: (start: number, end: number) => Place,
): Dependency | null {
  const child = (name: string) => inside.find((one) => one.name === name)
  const artifact = child('artifactId')
  if (artifact === undefined) return null
  const group = child('groupId')?.text ?? (element.name === 'plugin' ? 'org.apache.maven.plugins' : '')
  const written = child('version')
  const property = /^\$\{([^}]+)\}$/.exec(written?.text ?? '')?.[1]
  const version = property === undefined ? written : properties.get(property)
  const at = place(artifact.start, artifact.end + artifact.text.length)
  return dependency(`${group}:${artifact.text}`, at, {
    version: version?.text ?? null,
    direct: true,
    places: version === undefined ? {} : { version: place(version.start, version.end + version.text.length) },
  })
}
