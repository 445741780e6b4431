import type { MemberRegistry } from '../../ports.ts'
import { fits, problemType, read } from './read.ts'
import { repeatOnce, settle } from './repeat.ts'
import { Account, Match, PaymentVerdict } from './schemas.ts'
import { sender } from './send.ts'

/** The insurer's member-data API, after docs/member-api.yaml. */
export function memberRegistry(options: { url: string; token: string }): MemberRegistry {
  const send = sender(options)
  return {
    async checkIdentity(claim) {
      const reply = await repeatOnce(() => send({ method: 'POST', path: '/v1/identity-checks', body: claim }))
      return problemType(reply, 404) === undefined ? read(reply, Match) : undefined
    },

    async checkPayment(member, answers) {
      const path = `${pathOf(member)}/payment-checks`
      const reply = await repeatOnce(() => send({ method: 'POST', path, body: { answers } }))
      return problemType(reply, 404) === undefined ? read(reply, PaymentVerdict).verified : 'unknown-member'
    },

    async activate(member, account, idempotencyKey) {
      const headers = { 'Idempotency-Key': idempotencyKey }
      const put = () => send({ method: 'PUT', path: `${pathOf(member)}/account`, body: account, headers })
      const reply = await settle(put, fits(Account))
      if (problemType(reply, 404) !== undefined) return 'unknown-member'
      if (alreadyActive(problemType(reply, 409))) return 'already-active'
      const { activatedAt, previousContacts } = read(reply, Account)
      return { activatedAt, previousContacts }
    },
  }
}

function pathOf(member: string): string {
  return `/v1/members/${encodeURIComponent(member)}`
}

/** A key used with another body means that an earlier try under this key succeeded: that account is the active one. */
function alreadyActive(type = ''): boolean {
  return type.endsWith('account-active') || type.endsWith('idempotency-key-reused')
}
