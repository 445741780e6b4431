import { Router } from 'express'
import type { accountBook } from './accounts.ts'
import type { handleBook } from './handles.ts'
import { answersFit, matching, questionsFor } from './member-file.ts'
import type { SampleMember } from './members.ts'
import { problem } from './problem.ts'

export function memberDataRoutes(
  members: readonly SampleMember[],
  accounts: ReturnType<typeof accountBook>,
  handles: ReturnType<typeof handleBook>,
): Router {
  const routes = Router()

  routes.get('/v1/health', (_req, res) => void res.sendStatus(200))

  routes.post('/v1/identity-checks', (req, res) => {
    const member = matching(members, req.body)
    if (!member) return problem(res, 404, 'no-match')
    const questions = questionsFor(member, req.body.identifier.type)
    const accountStatus = accounts.isActive(member) ? 'active' : 'none'
    res.json({ member: handles.open(member, questions), questions, accountStatus })
  })

  routes.post('/v1/members/:member/payment-checks', (req, res) => {
    const held = handles.find(req.params.member)
    if (!held) return problem(res, 404, 'unknown-member')
    res.json({ verified: answersFit(held.member, held.questions, req.body.answers) })
  })

  routes.put('/v1/members/:member/account', (req, res) => {
    const held = handles.findToActivate(req.params.member)
    if (!held) return problem(res, 404, 'unknown-member')
    const outcome = accounts.activate(held.member, req.body, req.get('Idempotency-Key')!)
    if (outcome.kind === 'busy') return problem(res.set('Retry-After', '1'), 503, 'busy')
    if (!('account' in outcome)) return problem(res, 409, outcome.kind)
    const { account, activatedAt } = outcome.account
    const { previousContacts } = held.member
    res.status(outcome.kind === 'created' ? 201 : 200)
    res.json({ account, activatedAt, ...(previousContacts && { previousContacts }) })
  })

  return routes
}
