/** Every default, once: the schema, its reference page and a review without a file all take them from here. */
import type { ReviewConfig } from './review-config.ts'

const mebibyte = 1024 * 1024

export const defaultConfig: ReviewConfig = {
  version: 1,
  paths: { include: [], exclude: [] },
  severity: { threshold: 'low' },
  rules: {},
  limits: {
    findingsMax: 25,
    fileBytesMax: mebibyte,
    filesMax: 3000,
    totalBytesMax: 20 * mebibyte,
    fileTimeMs: 2000,
  },
  languages: { include: [], exclude: [] },
  instructions: [],
}
