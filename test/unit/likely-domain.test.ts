import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { likelyAddress } from '../../src/domain/fields/likely-domain.ts'

describe('the hint at a mistyped address', () => {
  const mistyped = {
    'gmial.com': 'gmail.com',
    'gmail.co': 'gmail.com',
    'gmil.com': 'gmail.com',
    'hotmial.com': 'hotmail.com',
    'hotmail.con': 'hotmail.com',
    'hotmail.fe': 'hotmail.fr',
    'yahou.fr': 'yahoo.fr',
    'outlok.com': 'outlook.com',
    'iclod.com': 'icloud.com',
    'menarra.ma': 'menara.ma',
  }
  for (const [domain, meant] of Object.entries(mistyped))
    test(`offers ${meant} for ${domain}`, () => assert.equal(likelyAddress(` Nom@${domain} `), `Nom@${meant}`))

  const real =
    'gmail.com googlemail.com ymail.com mail.com email.com hotmail.es hotmail.it hotmail.be hotmail.de hotmail.co.uk outlook.es ' +
    'outlook.be outlook.de outlook.sa yahoo.es yahoo.it yahoo.ca yahoo.de yahoo.co.uk live.be live.nl live.ca gmx.fr gmx.net ' +
    'msn.com me.com icloud.com iam.ma ibm.ma cnops.org.ma um6p.ma proton.me laposte.net exemple.ma'
  for (const domain of real.split(' '))
    test(`suggests nothing for ${domain}, which has mailboxes`, () =>
      assert.equal(likelyAddress(`nom@${domain}`), undefined))

  test('suggests nothing for what is no address', () => {
    for (const text of ['', 'gmial.com', '@gmial.com', 'a@b@gmial.com']) assert.equal(likelyAddress(text), undefined)
  })
})
