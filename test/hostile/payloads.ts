/** What each trap would do if anything ran it: leave a marker, in the language that the trap is written in. */
export interface Payloads {
  /** Absolute path of the marker; no quote or blank in it. */
  readonly marker: string
  readonly shell: string
  readonly commonJs: string
  readonly module: string
  readonly python: string
  readonly ruby: string
  readonly php: string
  readonly rust: string
  readonly groovy: string
  readonly go: string
}

export function payloadsFor(marker: string): Payloads {
  return {
    marker,
    shell: `touch ${marker}`,
    commonJs: `require('node:fs').writeFileSync('${marker}', '')`,
    module: `import { writeFileSync } from 'node:fs'\nwriteFileSync('${marker}', '')`,
    python: `open('${marker}', 'w').close()`,
    ruby: `File.write('${marker}', '')`,
    php: `file_put_contents('${marker}', '');`,
    rust: `fn main() {\n    std::fs::write("${marker}", "").unwrap();\n}`,
    groovy: `new File('${marker}').text = ''`,
    go: `func init() {\n\tos.WriteFile("${marker}", nil, 0o600)\n}`,
  }
}
