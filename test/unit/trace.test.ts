import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { traceOf, traceparent } from '../../src/observability/trace.ts'

const trace = '4bf92f3577b34da6a3ce929d0e0e4736'
const span = '00f067aa0ba902b7'

describe('a traceparent', () => {
  for (const header of [
    `00-${trace}-${span}-01`,
    `00-${trace}-${span}-00`,
    `cc-${trace}-${span}-01-and-more`,
    `cc-${trace}-${span}-01`,
  ])
    test(`${header} is passed on with a span of ours`, () => {
      const found = traceOf(header)
      assert.equal(found?.traceId, trace)
      assert.match(traceparent(found!), new RegExp(`^00-${trace}-(?!${span})[\\da-f]{16}-${header.split('-')[3]}$`))
      assert.notEqual(traceOf(header)!.spanId, found!.spanId)
    })

  for (const header of [
    undefined,
    '',
    `ff-${trace}-${span}-01`,
    `00-${'0'.repeat(32)}-${span}-01`,
    `00-${trace}-${'0'.repeat(16)}-01`,
    `00-${trace}-${span}-01-more`,
    `00-${trace}-${span}-01 `,
    `cc-${trace}-${span}-01.more`,
    `00-${trace.toUpperCase()}-${span}-01`,
    `00-${trace.slice(1)}-${span}-01`,
    `00-${trace}-${span}`,
    `00-${trace}-${span}-01, 00-${trace}-${span}-01`,
  ])
    test(`${header} names no trace`, () => assert.equal(traceOf(header), undefined))
})
