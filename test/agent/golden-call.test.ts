import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { SENTENCES, type Situation, SPOKEN_LANGUAGES } from '../../src/agent/guide/spoken.ts'
import { type AgentStream, openStream } from '../support/agent-stream.ts'
import { type CallCentre, startCallCentre } from '../support/call-centre.ts'
import { dumpOf } from '../support/dump.ts'
import { codeSentTo, leadsTo, memberOn, PASSWORD } from '../support/journey.ts'
import { onceAllowed } from '../support/once-allowed.ts'
import { until } from '../support/until.ts'

let centre: CallCentre
let delivered = false
before(async () => {
  centre = await startCallCentre({
    wizard: {
      limits: { code: { resendWaitsSeconds: [1, 1, 1, 1] } },
      twilio: { statuses: () => (delivered ? ['sent', 'delivered'] : ['sent', 'undelivered 30005']) },
    },
  })
})
after(() => centre.stop())

const WRONG = '918273'

test('an agent is told each step of a caller’s activation, with words in three languages, and nothing that was typed (AG-1, AG-2)', async () => {
  const { service, site, redis } = centre
  const { member, file, email, phone } = await memberOn(service, 'email')
  const reference = /R-\d{3} \d{4}/.exec((await member.get('email')).html)![0]
  leadsTo('email', await member.post('accompagnement', { open: 'yes' }))
  const agent = await site.hire('samira')
  await agent.signIn()
  await agent.get('')
  leadsTo('suivi', await agent.post('', { reference, ground: 'call' }))
  const pages = [await agent.get('suivi')]
  const stream = await openStream(`${site.origin}/suivi/flux`, agent.cookies)
  const says = (section: string, ...words: RegExp[]) => told(stream, section, words)
  const typed: string[] = []
  /** The words for the state on screen, in each language in which an agent may speak. */
  const guides = async (situation: Situation) => {
    const words = SPOKEN_LANGUAGES.map(spoken => SENTENCES[spoken][situation].text.split(/\{\{|\$t\(/)[0]!.trim())
    const newest = () => plain(stream.data('say').at(-1) ?? '')
    await until(`the agent reads ${situation}`, () => words.every(each => newest().includes(plain(each)))).catch(
      error => {
        throw new Error(`${error.message}: ${newest()}`)
      },
    )
  }

  await says('now', /Étape 4 sur 8/, /Recevez un code par e-mail/, /Les deux langues/)
  await guides('email')
  leadsTo('email-code', await member.answer('email', { email, emailConfirmation: email }))
  await member.get('email-code')
  await says('now', /Étape 5 sur 8/, /m•••@•••\.ma<\/bdi>.*pas encore vérifié/, /Code par e-mail/, /Valable jusqu/)
  await says('events', /Code envoyé par e-mail/)
  await guides('email-code')

  assert.equal((await member.answer('email-code', { code: WRONG })).status, 422)
  await says('now', /Code incorrect\. Il vous reste 4 essais\./, /رمز/)
  await says('status', /Code incorrect/)
  await guides('code-wrong')

  await member.get('email')
  await says('now', /Étape 4 sur 8/, /revoit cette page/, /Étape 5 sur 8/)
  await guides('looks-back')

  await member.get('email-code')
  typed.push(await codeSentTo(service, email))
  leadsTo('email-code', await onceAllowed(() => member.post('email-code/renvoyer')))
  await member.get('email-code?avis=code')
  await says('now', /Un nouveau code a été envoyé par e-mail/)

  for (let tries = 5; tries > 0; tries -= 1) await member.answer('email-code', { code: WRONG })
  await says('now', /Trop d&#39;essais\. Réessayez dans/, /Aucun code n&#39;est valable en ce moment/)
  await says('events', /le code est bloqué/)
  await guides('code-locked')

  typed.push(await codeSentTo(service, email))
  leadsTo('email-code', await onceAllowed(() => member.post('email-code/renvoyer')))
  typed.push(await codeSentTo(service, email))
  leadsTo('mobile', await member.answer('email-code', { code: typed.at(-1)! }))
  await member.get('mobile')
  await says('now', /Étape 6 sur 8/, /m•••@•••\.ma<\/bdi> <span[^>]*>vérifié/)
  await guides('mobile')

  leadsTo('mobile-code', await member.answer('mobile', { phone, phoneConfirmation: phone }))
  await member.get('mobile-code')
  await says('now', /Étape 7 sur 8/, /06 •• •• •• \d\d/, /par SMS/, /Non remis/)
  await guides('number-to-check')
  typed.push(await codeSentTo(service, phone))
  delivered = true
  leadsTo('mobile-code', await onceAllowed(() => member.post('mobile-code/renvoyer', { via: 'sms' })))
  await says('now', /Remis par l&#39;opérateur/)
  await guides('mobile-code')
  typed.push(await codeSentTo(service, phone))
  leadsTo('mot-de-passe', await member.answer('mobile-code', { code: typed.at(-1)! }))
  await member.get('mot-de-passe')
  await says('now', /Étape 8 sur 8/)
  await guides('password')
  leadsTo('termine', await member.answer('mot-de-passe', { password: PASSWORD, passwordConfirmation: PASSWORD }))
  await member.get('termine')
  await says('now', /Votre compte est activé/)
  await guides('done')
  await says('events', /Compte activé/)
  pages.push(await agent.get('suivi'))

  await member.get('termine')
  await member.post('accompagnement', { open: 'no' })
  await stream.ended
  assert.match(stream.data('over').at(-1)!, /ne souhaite plus être suivi/)

  const secrets = [
    ...Object.values(file).map(String),
    email,
    phone,
    PASSWORD,
    WRONG,
    ...typed,
    ...member.cookies.split('='),
  ]
  const seen = [stream.text(), ...pages.map(({ html }) => html)].join('\n')
  const stored = [...(await dumpOf(await redis.client()))].flat().join('\n')
  for (const secret of secrets.filter(secret => secret.length > 5)) {
    assert.ok(!seen.includes(secret), `the agent has seen ${secret}`)
    assert.ok(!stored.includes(secret) || secret.startsWith('s%3A'), `Redis holds ${secret}`)
  }
  assert.match(seen, /Code incorrect/)
})

/** Resolves once the newest fragment of a section says all this. */
async function told(stream: AgentStream, section: string, words: readonly RegExp[]): Promise<void> {
  const newest = () => unwrapped(stream.data(section).at(-1)?.replaceAll('\u00a0', ' ').replaceAll('\n', ' ') ?? '')
  await until(`${section} says ${words.join(', ')}`, () => words.every(word => word.test(newest()))).catch(error => {
    throw new Error(`${error.message}: ${newest()}`)
  })
}

/** Text without tags, isolates and the kinds of spaces. */
const plain = (html: string) =>
  html
    .replace(/<[^>]+>/g, '')
    .replaceAll('&#39;', "'")
    .replace(/[\u2066-\u2069]/g, '')
    .replace(/\s+/g, ' ')

/** Words that may not break stand in an element of their own. */
const unwrapped = (html: string) => html.replace(/<span class="app-whole">([^<]*)<\/span>/g, '$1')
