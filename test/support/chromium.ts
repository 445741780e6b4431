import assert from 'node:assert/strict'
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import type { Mode } from '../../src/ports/index.ts'
import { ensureInstalled } from './install.ts'

interface PageOptions {
  width: number
  height?: number
  javaScript?: boolean
  /** The reading mode, as its cookie for localhost. */
  mode?: Mode
  locale?: string
  dark?: boolean
}

/** Pages to test in. `close` rejects with whatever they complained of, but for loads that a test itself makes fail. */
export async function openBrowser({ toleratesFailedLoads = false } = {}) {
  const browser = await launchChromium()
  const complaints: (() => string[])[] = []
  return {
    /** A page in a profile of its own, which ends with `page.context().close()`. */
    async newPage(options: PageOptions): Promise<Page> {
      const context = await browser.newContext(contextOptions(options))
      context.setDefaultTimeout(PATIENCE_MS)
      if (options.mode)
        await context.addCookies([{ name: 'lang', value: options.mode, domain: 'localhost', path: '/' }])
      complaints.push(complaintsOf(context))
      return context.newPage()
    },
    /** Console errors, CSP violations and uncaught exceptions so far. */
    complaints: () => complaints.flatMap(of => of()),
    async close(): Promise<void> {
      await browser.close()
      const all = complaints.flatMap(of => of()).filter(text => !(toleratesFailedLoads && FAILED_LOAD.test(text)))
      assert.deepEqual(all, [], 'the browser complained')
    },
  }
}

/** Debian's Chromium, installed first where that is possible, in a profile that is thrown away. `flags` are further command-line words. */
export async function launchChromium(...flags: string[]): Promise<Browser> {
  const executablePath = await ensureInstalled('chromium', 'chromium')
  return chromium.launch({ executablePath, args: [...FLAGS, ...flags], timeout: 2 * PATIENCE_MS })
}

const PATIENCE_MS = 60_000
const FAILED_LOAD = /Failed to load resource: net::|SyntaxError/
/** Off: what Playwright turns off itself (the last list wins), and the popups of the address bar, which each new window draws unseen at two thirds of its price. */
const FEATURES_OFF = [
  ...['HttpsUpgrades', 'HttpsFirstBalancedModeAutoEnable', 'PaintHolding', 'MediaRouter', 'Translate'],
  ...['OptimizationHints', 'NetworkTimeServiceQuerying', 'PreconnectToSearch', 'AimEnabled'],
  ...['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup'],
]
const FLAGS = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-sync', '--renderer-process-limit=1'],
  `--disable-features=${FEATURES_OFF.join(',')}`,
]

function contextOptions({ width, height = 800, javaScript = true, locale = 'fr-MA', dark }: PageOptions) {
  const options: BrowserContextOptions = { viewport: { width, height }, javaScriptEnabled: javaScript, locale }
  return { ...options, colorScheme: dark ? ('dark' as const) : ('light' as const) }
}

function complaintsOf(context: BrowserContext): () => string[] {
  const complaints: { url: string; text: string }[] = []
  const refused = new Set<string>()
  context.on('console', message => {
    if (message.type() === 'error') complaints.push({ url: message.location().url, text: message.text() })
  })
  context.on('weberror', webError =>
    complaints.push({ url: webError.page()?.url() ?? '', text: `${webError.error()}` }),
  )
  context.on('response', response => {
    if (response.status() >= 400 && response.request().isNavigationRequest()) refused.add(response.url())
  })
  // A page that is itself a 404 or 422 is an answer, though Chromium logs it as a failed load.
  const isAnswer = (url: string, text: string) => text.startsWith('Failed to load resource') && refused.has(url)
  return () => complaints.filter(({ url, text }) => !isAnswer(url, text)).map(({ url, text }) => `${url}: ${text}`)
}
