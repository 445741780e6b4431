import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { DEFAULT_ORGANISATION } from '../../src/config/organisation-file.ts'
import { openStream } from '../support/agent-stream.ts'
import { type CallCentre, startCallCentre } from '../support/call-centre.ts'
import { answersOf, codeSentTo, contactsOf, LAST, leadsOn, leadsTo, PATHS } from '../support/journey.ts'
import { until } from '../support/until.ts'
import { INSURERS, readOrganisation } from '../unit/organisation.ts'

const ABROAD = '+34612345678'

// The other tests are those of the usual insurer.
for (const name of INSURERS.filter(name => name !== DEFAULT_ORGANISATION))
  describe(`a journey with ${name}, in both languages`, () => {
    const organisation = readOrganisation(name)
    const { callCentre, memberSpace, registrationNumber, phoneCountries } = organisation
    const others = INSURERS.filter(other => other !== name).map(readOrganisation)
    let centre: CallCentre
    before(async () => {
      const environment = { ORGANISATION: name, TWILIO_FROM: organisation.shortName }
      centre = await startCallCentre({ wizard: { environment }, console: { environment } })
    })
    after(() => centre.stop())

    test('leads to an active account by its own numbers, with its own words on every page, message, print and screen of an agent', async () => {
      const { service, site } = centre
      const texts: Record<string, string> = {}
      const member = service.member()
      const file = service.enrol()
      const isAbroad = phoneCountries.length > 1
      const { email, phone } = { ...contactsOf(file), ...(isAbroad && { phone: ABROAD }) }
      const answers = {
        ...answersOf(file, destination =>
          codeSentTo(service, destination === contactsOf(file).phone ? phone : destination),
        ),
        mobile: async () => ({ phone, phoneConfirmation: phone }),
      }
      const agent = await site.hire('amina')

      texts['start'] = (await member.get('?lang=both')).html
      leadsTo(PATHS[0]!, await member.post(''))
      for (const path of PATHS) {
        texts[path] = (await member.get(path)).html
        if (path === 'identite')
          texts['wrong number'] = (
            await member.answer(path, { ...(await answers[path]()), registrationNumber: '12' })
          ).html
        if (path === 'paiement') texts['agent'] = await screenOf(agent, member, texts[path])
        leadsOn(path, await member.answer(path, await answers[path]()))
      }
      texts['printed'] = (await member.get(LAST)).html
      for (const page of ['conditions-generales', 'accessibilite']) texts[page] = (await member.get(page)).html
      texts['sheet of an agent'] = (await agent.get('guide/identity')).html
      for (const { subject, text, html } of [await service.farEnds.smtp.next(email)])
        texts['mail'] = `${subject}\n${text}\n${html}`
      const sms = await service.farEnds.twilio.next(phone)
      texts['sms'] = sms.body

      assert.equal(sms.fields.From, organisation.shortName)
      assert.match(
        texts['wrong number']!,
        isLettered(registrationNumber.example) ? new RegExp(registrationNumber.example) : /que des chiffres/,
      )
      for (const [place, text] of Object.entries(texts)) {
        for (const other of others.flatMap(({ name, shortName, website, callCentre }) => [
          name.fr,
          name.ar,
          shortName,
          new URL(website).hostname,
          callCentre.shown,
        ]))
          assert.ok(!text.includes(other), `${other} in ${place}`)
        const own = place === 'sms' ? organisation.shortName : organisation.name.fr
        assert.ok(text.includes(own) || text.includes(organisation.shortName), place)
        if (!/^(sms|mail|agent|sheet)/.test(place)) {
          for (const word of [
            callCentre.shown,
            callCentre.hours.fr,
            callCentre.hours.ar,
            organisation.slogan.ar,
            `/${name}.`,
          ])
            assert.ok(text.includes(word), `${word} in ${place}`)
          assert.equal(text.includes('app-band'), organisation.band !== undefined, place)
        }
      }
      for (const address of [memberSpace.url, new URL(memberSpace.url).host])
        assert.ok(texts['printed']!.includes(address), address)
      assert.ok(texts['conditions-generales']!.includes(organisation.terms.version))
      const stylesheet = /href="([^"]+\.css)"/.exec(texts['start']!)![1]!
      assert.ok((await (await fetch(service.origin + stylesheet)).text()).includes(organisation.colours.brand))
    })

    /** What an agent reads of the caller's page. */
    async function screenOf(
      agent: Awaited<ReturnType<CallCentre['site']['hire']>>,
      member: ReturnType<CallCentre['service']['member']>,
      html: string,
    ): Promise<string> {
      const reference = /R-\d{3} \d{4}/.exec(html)![0]
      leadsTo('paiement', await member.post('accompagnement', { open: 'yes' }))
      await agent.signIn()
      await agent.get('')
      leadsTo('suivi', await agent.post('', { reference, ground: 'call' }))
      const page = await agent.get('suivi')
      const stream = await openStream(`${centre.site.origin}/suivi/flux`, agent.cookies)
      await until('the agent reads the page of the caller', () =>
        stream.data('now').some(text => text.includes('Comment vous êtes remboursé')),
      )
      const text = page.html + ['now', 'say'].flatMap(section => stream.data(section)).join('\n')
      stream.stop()
      return text
    }
  })

const isLettered = (example: string) => /[A-Z]/.test(example)
