import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { request } from 'node:http'
import { after, before, describe, test } from 'node:test'
import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib'
import { dictionaryPages } from '../../src/demo/dictionary-pages.ts'
import { MODES } from '../../src/ports/index.ts'
import { bare } from '../support/bare.ts'
import { memberOn, PATHS } from '../support/journey.ts'
import { FORM, send } from '../support/raw.ts'
import { type Service, startService } from '../support/service.ts'

const dictionaryFile = (name: string) => readFileSync(globSync(`public/assets/${name}.*.dict`)[0]!)
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest()
const named = (bytes: Buffer) => ({ 'available-dictionary': `:${sha256(bytes).toString('base64')}:` })

const own = dictionaryFile('both-cnops')
const DCZ = { 'accept-encoding': 'gzip, deflate, br, zstd, dcb, dcz' }
const MARK = 'Zxq7Kw'

let service: Service
before(async () => {
  service = await startService()
})
after(() => service.stop())

describe('a page', () => {
  test('is the same in every encoding, in the best that the browser decodes', async () => {
    const plain = await asked({})
    assert.equal(plain.encoding, undefined)
    const frame = (body: Buffer) => {
      assert.deepEqual(body.subarray(0, 40), Buffer.concat([Buffer.from('5e2a4d1820000000', 'hex'), sha256(own)]))
      return zstdDecompressSync(body.subarray(40), { dictionary: own })
    }
    for (const [accepted, encoding, read] of [
      ['gzip', 'gzip', gunzipSync],
      ['gzip, zstd', 'zstd', zstdDecompressSync],
      ['gzip, deflate, br, zstd', 'br', brotliDecompressSync],
      [DCZ['accept-encoding'], 'dcz', frame],
    ] as const) {
      const { body, ...answer } = await asked({ 'accept-encoding': accepted, ...named(own) })
      assert.equal(answer.encoding, encoding)
      assert.equal(bare(read(body).toString()), bare(plain.body.toString()))
      assert.equal(answer.vary, 'Accept-Encoding, Available-Dictionary')
    }
  })

  test('is sent as Brotli if the dictionary is that of another release, or the proxy let only half of the request through', async () => {
    for (const headers of [
      { ...DCZ, ...named(dictionaryFile('both-cnss')) },
      { ...DCZ, 'available-dictionary': 'nonsense' },
      DCZ,
      { 'accept-encoding': 'gzip, br', ...named(own) },
      { 'accept-encoding': 'dcz;q=0, br', ...named(own) },
    ])
      assert.equal((await asked(headers)).encoding, 'br', JSON.stringify(headers))
  })

  test('is sent by the dictionary of another mode, which serves better than none', async () => {
    assert.equal((await asked({ ...DCZ, ...named(dictionaryFile('fr-cnops')) })).encoding, 'dcz')
  })

  test('names the dictionary of its mode only to browsers that decode Zstandard, have none and save no data', async () => {
    const offered = async (headers: Record<string, string>) => {
      const { body } = await asked({ 'accept-encoding': 'zstd', ...headers })
      return /data-dictionary="\/mon_compte\/assets\/([\w-]+)\./.exec(zstdDecompressSync(body).toString())?.[1]
    }
    for (const mode of MODES) assert.equal(await offered({ cookie: `lang=${mode}` }), `${mode}-cnops`)
    assert.equal(await offered({ 'save-data': 'on' }), undefined)
    assert.equal(await offered(named(own)), undefined)
    assert.doesNotMatch((await asked({})).body.toString(), /data-dictionary/)
  })
})

describe('a dictionary', () => {
  test('serves the pages of the wizard alone, and is kept for good', async () => {
    const [name] = globSync('both-cnops.*.dict', { cwd: 'public/assets' })
    const { headers } = await send(service.origin, { path: `/assets/${name}` })
    assert.equal(headers['use-as-dictionary'], 'match="/mon_compte{/*}?", match-dest=("document")')
    assert.equal(headers['cache-control'], 'public, max-age=31536000, immutable')
  })

  test('holds what the gallery shows, drawn by the clock of another day: nothing of a member, nothing random (W-8)', async () => {
    const pages = await dictionaryPages('cnops')
    for (const mode of MODES) {
      assert.equal(pages[mode], dictionaryFile(`${mode}-cnops`).toString(), mode)
      for (const [, random] of pages[mode].matchAll(
        /(?:nonce|name="(?:_token|questionToken)" value|data-puzzle)="(?:[a-z-]+\.\d+\.\d+\.)?([^"]*)/g,
      ))
        assert.match(random!, /^[.-]{22,}$/)
    }
  })
})

describe('another site', () => {
  // Guessing a secret by the length of answers takes a text of the attacker's beside it (docs/security.md).
  test('can have a browser open no page that repeats what that site chose (W-1, W-2)', async () => {
    for (const path of PATHS.filter(path => path !== 'mot-de-passe')) {
      const { member } = await memberOn(service, path)
      const { cookies } = member
      const token = /name="_token" value="([^"]+)"/.exec((await member.get(path)).html)![1]!
      const query = ['lang', 'fin', 'debut', 'fait', 'page', MARK].map(name => `${name}=${MARK}`).join('&')
      for (const asked of [
        `/${path}?${query}`,
        `/${path}/${MARK}?${query}`,
        `/${MARK}`,
        `?${query}`,
        `/quitter?${query}`,
      ]) {
        const headers = { cookie: cookies, referer: `https://evil.example/${MARK}`, 'sec-fetch-site': 'cross-site' }
        const { text } = await send(service.origin, { path: asked, headers })
        assert.ok(!text.includes(MARK), asked)
      }
      const forged = { ...FORM, cookie: cookies, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
      const body = `_token=${MARK}&email=${MARK}&nationalId=${MARK}`
      const { status, text } = await send(service.origin, { method: 'POST', path: `/${path}`, headers: forged, body })
      assert.equal(status, 403)
      assert.ok(!text.includes(MARK) && !text.includes(token), path)
    }
  })
})

async function asked(headers: Record<string, string>) {
  const { promise, resolve, reject } = Promise.withResolvers<{ body: Buffer; encoding?: string; vary?: string }>()
  request(`${service.origin}/mon_compte/accessibilite`, { headers }, async answer => {
    const { 'content-encoding': encoding, vary } = answer.headers
    const body = Buffer.concat(await answer.toArray())
    resolve({ body, ...(encoding && { encoding }), ...(vary && { vary }) })
  })
    .on('error', reject)
    .end()
  return promise
}
