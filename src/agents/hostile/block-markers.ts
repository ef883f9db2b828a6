/**
 * What has a meaning to models or to our own prompts beyond its letters: the marks of our data blocks, and the turn
 * marks of chat templates, which servers may read as such even inside of a text. One character of each becomes an
 * escape, so that people and models still see what stands there.
 */

const markers: readonly RegExp[] = [
  /<(?=<<[^\S\n]*(?:data|end)\b)/gi,
  /<(?=[|｜][^\s|｜<>]{1,60}[|｜]>)/g,
  /<(?=<\/?sys>>)/gi,
  /<(?=\/?s>)/g,
  /<(?=(?:start|end)_of_(?:turn|image)>)/gi,
  /\[(?=\/?(?:inst|available_tools|tool_calls|tool_results)\])/gi,
]

const mayHold = /<[<|｜/s]|_of_|\[\/?[iat]/i

export function defuseMarkers(text: string): string {
  if (!mayHold.test(text)) return text
  return markers.reduce(
    (before, pattern) => before.replace(pattern, (character) => (character === '<' ? '\\u{3c}' : '\\u{5b}')),
    text,
  )
}
