import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { startMemberDataApi } from './member-data-api.ts'
import { type SampleMember, sampleMembers } from './members.ts'

/** `npm run member-api:stand-in`: the stand-in alone, for who implements the API; docs/member-api.md walks through it. */
const { values } = parseArgs({
  options: { port: { type: 'string', default: '4010' }, 'token-file': { type: 'string', default: 'member-api.token' } },
})
const token = randomBytes(24).toString('base64url')
writeFileSync(values['token-file'], token, { mode: 0o600 })

const twin: SampleMember = {
  name: 'Two records of one person',
  description: { fr: 'Deux dossiers de la même personne', en: 'Two records of one person' },
  file: {
    registrationNumber: '500600700',
    nationalId: 'BE500600',
    birthDate: '1970-01-01',
    civilStatusNumber: '55/1970',
  },
}
const members = [...sampleMembers, twin, { ...twin }]
const { url, close } = await startMemberDataApi({ token, members, port: Number(values.port) })
console.log(`The stand-in is at ${url}; its token is in ${values['token-file']}`)
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void close())
