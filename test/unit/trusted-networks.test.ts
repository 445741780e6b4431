import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Limits } from '../../src/config/limits/index.ts'
import { createTrustedNetworks } from '../../src/domain/networks/trusted-networks.ts'

test('an address is known as trusted by its network, in either form, and by nothing like it (ID-3)', () => {
  const agency = Limits.parse({ identity: { trusted: [{ networks: ['192.0.2.0/24', '2001:db8:1::/48'] }] } }).identity
    .trusted[0]!
  const trusted = createTrustedNetworks([agency])
  for (const ip of ['192.0.2.1', '::ffff:192.0.2.255', '2001:db8:1:ffff::1']) assert.equal(trusted(ip), agency, ip)
  for (const ip of ['192.0.3.1', '2001:db8:2::1', 'nonsense', '', undefined]) assert.equal(trusted(ip), undefined)
})
