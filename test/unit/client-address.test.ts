import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { readAddress } from '../../src/domain/networks/client-address.ts'
import { networksOf, roughNetwork } from '../../src/domain/networks/network.ts'

const READ: [typed: string, address: string][] = [
  ['41.1.2.3', '41.1.2.3'],
  ['41.1.2.3:5555', '41.1.2.3'],
  ['  41.1.2.3 ', '41.1.2.3'],
  ['"41.1.2.3:5555"', '41.1.2.3'],
  ['::ffff:41.1.2.3', '41.1.2.3'],
  ['[::ffff:2901:203]:80', '41.1.2.3'],
  ['2001:DB8:0:0::1', '2001:db8::1'],
  ['[2001:db8::1]', '2001:db8::1'],
  ['[2001:db8::1]:443', '2001:db8::1'],
  ['"[2001:db8::1]:443"', '2001:db8::1'],
  ['fe80::1%eth0', 'fe80::1'],
  ['[fe80::1%en0.7]:443', 'fe80::1'],
]
const UNREAD = [
  ...['', ' ', 'unknown', '_hidden', '41', '0x29.1.2.3', '041.1.2.3', '41.1.2', '41.1.2.3.4', '256.1.2.3', '41.1.2.3:'],
  ...['41.1.2.3:port', '[41.1.2.3', '2001:db8::1]:443', '[2001:db8::1]443', '2001:db8::g', 'example.ma', '41.1.2.3/24'],
]

describe('the reader of client addresses', () => {
  for (const [typed, address] of READ)
    test(`reads ${typed} as ${address} (ID-3, W-17)`, () => assert.equal(readAddress(typed), address))
  for (const typed of UNREAD)
    test(`reads no address in “${typed}” (W-17)`, () => {
      assert.equal(readAddress(typed), undefined)
      assert.deepEqual(networksOf(typed), networksOf(undefined))
      assert.equal(roughNetwork(typed), 'unknown')
    })

  test('finds the same networks whatever port, brackets, quotes, zone and blanks are around an address (ID-3)', () => {
    const port = fc.option(fc.integer({ min: 0, max: 65_535 }))
    const around = fc.record({ port, quoted: fc.boolean(), zone: fc.boolean(), blank: fc.constantFrom('', ' ', '\t') })
    const property = fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), around, (ip, { port, quoted, zone, blank }) => {
      const isIpv6 = ip.includes(':')
      const zoned = isIpv6 && zone ? `${ip}%eth0` : ip
      const withPort = port === null ? zoned : `${isIpv6 ? `[${zoned}]` : zoned}:${port}`
      const written = `${blank}${quoted ? `"${withPort}"` : withPort}${blank}`
      assert.deepEqual(networksOf(written), networksOf(ip))
      assert.notEqual(readAddress(written), undefined)
    })
    fc.assert(property, { numRuns: 1000 })
  })
})

describe('the networks of an address', () => {
  test('are an IPv4 address by itself, and an IPv6 one by its /64, /56 and /48 with 1, 4 and 16 times the figures (ID-3)', () => {
    assert.deepEqual(networksOf('41.1.2.3'), [{ name: '41.1.2.3', times: 1 }])
    assert.deepEqual(networksOf('2001:db8:1:2ff:3::4'), [
      { name: '2001:db8:1:2ff::/64', times: 1 },
      { name: '2001:db8:1:200::/56', times: 4 },
      { name: '2001:db8:1::/48', times: 16 },
    ])
  })

  test('are cut to /24 and /48 in logs (L-1)', () => {
    assert.equal(roughNetwork('41.1.2.3:5555'), '41.1.2.0/24')
    assert.equal(roughNetwork('[2001:db8:1:2ff:3::4]:443'), '2001:db8:1::/48')
  })
})
