import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { launchChromium } from '../support/chromium.ts'
import { freePort } from '../support/free-port.ts'
import { answersOf, codeSentTo, LAST, PATHS, walk } from '../support/journey.ts'
import { Member } from '../support/member.ts'
import { type Service, startService } from '../support/service.ts'
import { startTlsFront } from '../support/tls-front.ts'
import { until } from '../support/until.ts'

/** Bytes of the ten pages in both languages. More than half are random (puzzles, tokens) or name the dictionary; times of day make 100 more or less. */
const MOST = { pages: 2_050, withDictionary: 11_000, ofNewcomer: 13_000 }

let front: Awaited<ReturnType<typeof startTlsFront>>
let browser: Browser
let origin: string
let release: Service
/** The same address, served by a release whose pages are others. */
let next: Service

before(async () => {
  const port = await freePort()
  origin = `https://localhost:${port}`
  front = await startTlsFront(port)
  const environment = { PUBLIC_URL: origin, TRUST_PROXY: '127.0.0.1/32' }
  // The cost of a puzzle is in the page.
  const limits = { captcha: { cost: 1000, tries: 10 } }
  release = await startService({ environment, limits })
  next = await startService({ environment: { ...environment, ORGANISATION: 'cnss' } })
  browser = await launchChromium(`--ignore-certificate-errors-spki-list=${front.keyHash}`)
})
after(async () => {
  await browser.close()
  front.stop()
  await release.stop()
  await next.stop()
})

describe('over TLS, a browser with compression dictionaries', () => {
  test('takes one while idle, and then a whole journey in both languages in 2 KB', async () => {
    const { context, page } = await newcomer()
    await page.goto(`${origin}/mon_compte`)
    const dictionary = await theDictionary()
    await isKept(context)
    assert.deepEqual(
      documents().map(({ encoding }) => encoding),
      ['br'],
    )
    const first = documents()[0]!.bytes

    front.passed.length = 0
    const look = async (path: string) => {
      const answer = await page.goto(`${origin}/mon_compte${path && `/${path}`}`)
      assert.equal(answer?.status(), 200, path)
    }
    const member = new Watched(origin, async (path, cookies) => {
      await keep(context, cookies)
      await look(path)
    })
    await look('')
    await walk(
      member,
      answersOf(release.enrol(), destination => codeSentTo(release, destination)),
    )
    await keep(context, member.cookies)
    await look(LAST)
    await context.close()

    const pages = documents()
    assert.deepEqual(
      pages.map(({ path }) => path.slice('/mon_compte/'.length)),
      ['', ...PATHS, LAST],
    )
    for (const { path, encoding } of pages) assert.equal(encoding, 'dcz', path)
    const sum = pages.reduce((bytes, page) => bytes + page.bytes, 0)
    assert.ok(sum <= MOST.pages, `${sum} bytes of pages: ${pages.map(({ bytes }) => bytes).join(' ')}`)
    assert.ok(sum + dictionary.bytes <= MOST.withDictionary, `${sum + dictionary.bytes} bytes with the dictionary`)
    const whole = first + dictionary.bytes + sum - pages[0]!.bytes
    assert.ok(whole <= MOST.ofNewcomer, `${whole} bytes from the first page on`)
  })

  test('is sent plain Brotli by a release that does not know its dictionary, and offered another', async () => {
    const { context, page } = await newcomer()
    await page.goto(`${origin}/mon_compte`)
    await isKept(context)
    await page.reload()
    front.upstream = next.ports[0]!
    await page.reload()
    await until('the other dictionary has come', () => dictionaries().length === 2)
    await isKept(context)
    await page.reload()
    front.upstream = release.ports[0]!
    await page.reload()
    assert.match(await page.locator('h1').innerText(), /\p{L}/u)
    await context.close()
    assert.deepEqual(
      documents().map(({ encoding }) => encoding),
      ['br', 'dcz', 'br', 'dcz', 'br'],
    )
    assert.deepEqual(
      dictionaries().map(({ path }) => /\/both-(\w+)\./.exec(path)?.[1]),
      ['cnops', 'cnss'],
    )
  })

  for (const header of ['use-as-dictionary', 'available-dictionary', 'accept-encoding'])
    test(`is shown every page if a proxy drops ${header}`, async () => {
      const { context, page } = await newcomer({ drop: header })
      await page.goto(`${origin}/mon_compte`)
      if (header !== 'accept-encoding') await theDictionary()
      await page.reload()
      assert.match(await page.locator('h1').innerText(), /\p{L}/u)
      await context.close()
      const plain = header === 'accept-encoding' ? undefined : 'br'
      assert.deepEqual(
        documents().map(({ encoding }) => encoding),
        [plain, plain],
      )
    })

  for (const [line, about] of Object.entries({
    'that costs by the byte': { type: 'cellular' },
    'on which data is saved': { saveData: true },
  }))
    test(`fetches no dictionary over a line ${line}`, async () => {
      const { context, page } = await newcomer()
      await page.addInitScript(
        connection => Object.defineProperty(navigator, 'connection', { value: connection }),
        about,
      )
      await page.goto(`${origin}/mon_compte`, { waitUntil: 'networkidle' })
      assert.notEqual(await page.locator('html').getAttribute('data-dictionary'), null)
      assert.equal(await page.locator('link[rel=compression-dictionary]').count(), 0)
      await context.close()
      assert.deepEqual(dictionaries(), [])
    })
})

const documents = () => front.passed.filter(({ as }) => as === 'document')
const dictionaries = () => front.passed.filter(({ path }) => path.endsWith('.dict'))

async function theDictionary() {
  await until('the dictionary has come', () => dictionaries().length > 0)
  return dictionaries()[0]!
}

/** The browser has put away what has come: pages of another tab say so, and are not counted. */
async function isKept(context: BrowserContext): Promise<void> {
  const tab = await context.newPage()
  await until('the dictionary is used', async () => {
    const before = documents().length
    await tab.goto(`${origin}/mon_compte/accessibilite`)
    const [look] = documents().slice(before)
    front.passed.splice(front.passed.indexOf(look!), 1)
    return look!.encoding === 'dcz'
  })
  await tab.close()
}

async function newcomer({ drop }: { drop?: string } = {}): Promise<{ context: BrowserContext; page: Page }> {
  Object.assign(front, { upstream: release.ports[0], drop: drop ? [drop] : [], passed: [] })
  const context = await browser.newContext({ locale: 'fr-MA' })
  return { context, page: await context.newPage() }
}

const keep = (context: BrowserContext, cookies: string) =>
  context.addCookies(
    cookies.split('; ').map(pair => {
      const [name = '', value = ''] = pair.split(/=(.*)/)
      return { name, value, url: `${origin}/` }
    }),
  )

/** Whose pages somebody looks at before they are answered. */
class Watched extends Member {
  readonly #look: (path: string, cookies: string) => Promise<void>

  constructor(origin: string, look: (path: string, cookies: string) => Promise<void>) {
    super(origin)
    this.#look = look
  }

  override async answer(path: string, fields: Record<string, string>) {
    await this.#look(path, this.cookies)
    return super.answer(path, fields)
  }
}
