/** Dockerfiles: what makes an image unsafe, and what makes its build fail or differ from day to day. */
import type { FileFacts, TextAnalyser } from '../analyser.ts'
import { rules } from './catalogue.ts'

export const dockerfile: TextAnalyser = {
  id: 'dockerfile',
  kind: 'text',
  title: 'Dockerfiles',
  describes: 'Dockerfile, Containerfile and their variants (Dockerfile.dev, api.dockerfile)',
  rules: async () => rules,
  reads: (file: FileFacts) =>
    file.role === 'code' && file.language === 'dockerfile' && !isTemplate(file.path),
  async open() {
    const { openChecker } = await import('./check-file.ts')
    return openChecker()
  },
}

/** Written by a template engine before Docker sees it; the ending says so. */
function isTemplate(path: string): boolean {
  return /\.(?:j2|jinja2?|tmpl|tpl|template|erb|in|mustache|hbs|dockerignore)$/i.test(path)
}
