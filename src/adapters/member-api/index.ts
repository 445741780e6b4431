import type { MemberRegistry } from '../../ports/index.ts'
import { repeatIfUnsure, repeatOnce } from './repeat.ts'
import { bodyOf } from './reply.ts'
import { Account, Match, PaymentVerdict } from './schemas.ts'
import { createSender, type MemberApi } from './send.ts'

export function memberRegistry(options: MemberApi): MemberRegistry {
  const { limits } = options
  const send = createSender(options)
  return {
    async checkIdentity(claim) {
      const call = { question: 'identity', method: 'POST', path: '/v1/identity-checks', body: claim } as const
      const reply = await repeatOnce(limits, callMs => send(call, Match, callMs))
      return reply.refusal === 'no-match' ? undefined : bodyOf(reply)
    },

    async checkPayment(member, answers) {
      const path = `${pathOf(member)}/payment-checks`
      const call = { question: 'payment', method: 'POST', path, body: { answers } } as const
      const reply = await repeatOnce(limits, callMs => send(call, PaymentVerdict, callMs))
      return reply.refusal === 'unknown-member' ? 'unknown-member' : bodyOf(reply).verified
    },

    async activate(member, account, idempotencyKey) {
      const headers = { 'Idempotency-Key': idempotencyKey }
      const path = `${pathOf(member)}/account`
      const put = { question: 'activation', method: 'PUT', path, body: account, headers } as const
      const reply = await repeatIfUnsure(limits, callMs => send(put, Account, callMs))
      // An earlier try may have made the account, so an expired handle proves nothing.
      if (reply.refusal === 'unknown-member' && !reply.unsure) return 'unknown-member'
      if (reply.refusal === 'already-active') return 'already-active'
      return bodyOf(reply)
    },
  }
}

function pathOf(member: string): string {
  return `/v1/members/${encodeURIComponent(member)}`
}
