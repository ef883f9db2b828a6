// Runs once after installation: compiles what every review and every analyser's child loads, so that the first review is
// as quick as the next. JavaScript, because it may meet a Node that is too old to read the rest; then it does nothing.
import * as nodeModule from 'node:module'
import { fileURLToPath } from 'node:url'

const [major, minor] = process.versions.node.split('.').map(Number)
if (major > 22 || (major === 22 && minor >= 18)) {
  nodeModule.enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/autogen-bot', import.meta.url)))
  try {
    const { textAnalysers } = await import('../src/analysers/catalogue.ts')
    for (const analyser of textAnalysers) await analyser.open()
    await import('../src/cli/run-command-line.ts')
    await import('../src/app/review-repository.ts')
    await import('../src/cli/review-command.ts')
    await import('../src/config/parse-config.ts')
    for (const format of ['json', 'markdown', 'sarif', 'text'])
      await import(`../src/cli/render/render-${format}.ts`)
  } catch (error) {
    process.stderr.write(
      `The module cache could not be filled (${error.message}); the first review will be slower.\n`,
    )
  }
}
