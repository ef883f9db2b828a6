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
  agents: {
    enabled: true,
    rounds: 2,
    language: 'en',
    temperature: null,
    coder: { persona: '', focus: ['function', 'bugs', 'edge cases'] },
    reviewer: { persona: '', focus: ['security', 'performance', 'standards'] },
    findingsMax: 10,
    confidenceMin: 0.5,
    contextTokensMax: 16_000,
    partsMax: 12,
    walkthrough: true,
    diagram: true,
    missingTests: true,
    chat: { ask: true, replies: true, describe: true, improve: true, tests: true },
    budget: { tokensPerReviewMax: null, dollarsPerReviewMax: null },
  },
}
