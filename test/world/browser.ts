/** Debian's Chromium with a profile of its own, gone with the test. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium, type Page } from 'playwright-core'
import { onTestFinished } from 'vitest'

const executable = process.env.AUTOGEN_TEST_CHROMIUM ?? '/usr/bin/chromium'
const waitMsMax = 20_000

export interface OpenedPage {
  readonly page: Page
  /** What the page's scripts and the browser complained of. */
  readonly complaints: readonly string[]
}

export async function openPage(url: string): Promise<OpenedPage> {
  const profile = mkdtempSync(join(tmpdir(), 'autogen-bot-test-browser-'))
  onTestFinished(() => rmSync(profile, { recursive: true, force: true }))
  const context: BrowserContext = await chromium.launchPersistentContext(profile, {
    executablePath: executable,
    headless: true,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
  onTestFinished(() => context.close())
  context.setDefaultTimeout(waitMsMax)
  const page = context.pages()[0] ?? (await context.newPage())
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('dialog', (dialog) => {
    complaints.push(`a dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  await page.goto(url)
  return { page, complaints }
}
