import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { describe, test } from 'node:test'
import { carried } from '../support/production-copy.ts'

const yaml = createRequire(import.meta.url)('js-yaml') as { load(text: string): unknown }
const dockerfile = readFileSync('Dockerfile', 'utf8')
const DIGEST = /@sha256:[0-9a-f]{64}$/

interface Part {
  image?: string
  restart?: string
  logging?: { options?: Record<string, string> }
}
const compose = yaml.load(readFileSync('docker-compose.yml', 'utf8')) as { services: Record<string, Part> }

describe('the images (X-3)', () => {
  test('are made of bases that are named by their digest (X-3)', () => {
    const bases = [...dockerfile.matchAll(/^ARG \w+_IMAGE=(.*)$/gm)].map(([, image]) => image!)
    assert.equal(bases.length, 2)
    const stages = [...dockerfile.matchAll(/^FROM (\S+) AS (\S+)$/gm)].map(([, base, name]) => ({ base, name }))
    const ours = new Set(stages.map(({ name }) => name))
    for (const { base } of stages) assert.ok(ours.has(base) || /^\$\{\w+_IMAGE\}$/.test(base!), base)
    const images = Object.values(compose.services).flatMap(({ image }) => image ?? [])
    assert.equal(images.length, 2)
    for (const image of [...bases, ...images]) assert.match(image, DIGEST)
  })

  test('see nothing of the folder but what is named: no .env, no key, no test (X-1, X-3)', () => {
    const [first, ...others] = readFileSync('.dockerignore', 'utf8')
      .split('\n')
      .filter(line => line && !line.startsWith('#'))
    assert.equal(first, '*')
    const allowed = others.filter(line => line.startsWith('!')).map(line => line.slice(1))
    const known = ['.npmrc', 'package.json', 'package-lock.json', 'config', 'locales', 'public', 'src', 'views']
    assert.deepEqual(allowed.toSorted(), known.toSorted())
    assert.ok(others.indexOf('**/.env*') > others.lastIndexOf('!views'), 'a later line would let it in again')
    assert.doesNotMatch(dockerfile, /^(COPY|ADD) \. /m)
  })

  test('of the wizard carries no stand-ins and no gallery, and runs the Node that the project names (X-3)', () => {
    const { leftOut } = carried()
    assert.ok(leftOut.includes('src/demo'))
    for (const name of leftOut) assert.ok(existsSync(name), `${name} is gone: take it out of the Dockerfile`)
    const app = dockerfile.slice(dockerfile.indexOf(' AS app'))
    assert.match(app, /PATH=\/srv\/node_modules\/\.bin:\$PATH/)
    assert.match(dockerfile, /FROM \$\{DEBIAN_IMAGE\} AS app/, 'a base that has no Node of its own')
    assert.deepEqual(app.match(/^USER .*$/gm), ['USER 1000:1000'])
  })
})

test('every part of the trial on one machine starts again by itself, and its log has a bound (REL-G1)', () => {
  for (const [name, { restart, logging }] of Object.entries(compose.services)) {
    assert.equal(restart, 'unless-stopped', name)
    assert.deepEqual(logging?.options, { 'max-size': '10m', 'max-file': '5' }, name)
  }
})
