import type { MemberRegistry } from '../../ports.ts'
import { repeatOnce, settle } from './repeat.ts'
import { bodyOf, says } from './reply.ts'
import { Account, Match, PaymentVerdict } from './schemas.ts'
import { type MemberApi, sender } from './send.ts'

/** The insurer's member-data API, after docs/member-api.yaml. */
export function memberRegistry(options: MemberApi): MemberRegistry {
  const { limits } = options
  const send = sender(options)
  return {
    async checkIdentity(claim) {
      const question = { method: 'POST', path: '/v1/identity-checks', body: claim } as const
      const reply = await repeatOnce(limits, callMs => send(question, Match, callMs))
      return says(404, reply) ? undefined : bodyOf(reply)
    },

    async checkPayment(member, answers) {
      const question = { method: 'POST', path: `${pathOf(member)}/payment-checks`, body: { answers } } as const
      const reply = await repeatOnce(limits, callMs => send(question, PaymentVerdict, callMs))
      return says(404, reply) ? 'unknown-member' : bodyOf(reply).verified
    },

    async activate(member, account, idempotencyKey) {
      const headers = { 'Idempotency-Key': idempotencyKey }
      const put = { method: 'PUT', path: `${pathOf(member)}/account`, body: account, headers } as const
      const reply = await settle(limits, callMs => send(put, Account, callMs))
      // After a try that may have made the account, its handle's end says nothing of that.
      if (says(404, reply) && !reply.unsure) return 'unknown-member'
      if (says(409, reply) && alreadyActive(reply.problem)) return 'already-active'
      const { activatedAt, previousContacts } = bodyOf(reply)
      return { activatedAt, previousContacts }
    },
  }
}

function pathOf(member: string): string {
  return `/v1/members/${encodeURIComponent(member)}`
}

/** A key used with another body means that an earlier try under this key succeeded: that account is the active one. */
function alreadyActive(problem = ''): boolean {
  return problem.endsWith('account-active') || problem.endsWith('idempotency-key-reused')
}
