import express, { type Request, type RequestHandler } from 'express'
import type { Config } from '../../config/index.ts'
import type { DeliveryReports } from '../../domain/codes/delivery-reports.ts'
import type { DeliveryJudge } from '../../ports/index.ts'
import { logOf } from '../middleware/request-log.ts'

type Reports = NonNullable<NonNullable<Config['smsGateway']>['reports']>

const FATES = ['delivered', 'undelivered', 'failed'] as const

/** Records reports of an HTTP gateway, which come in the query, as a form or as JSON. The ticket in the address is sealed and only the
 * gateway was given it, so it proves the report as Twilio's signature does; without it nothing is recorded or counted. */
export function gatewayWebhook(
  { field, ...words }: Reports,
  judge: DeliveryJudge,
  record: DeliveryReports['record'],
): RequestHandler[] {
  const report: RequestHandler = async (req, res) => {
    const said = fieldsOf(req)[field]
    const status = typeof said === 'object' ? '' : String(said)
    const fate = FATES.find(each => words[each].includes(status))
    const { ticket } = req.query
    // A HEAD only asks whether the address exists.
    const counts = fate && typeof ticket === 'string' && req.method !== 'HEAD'
    const via = counts && (await record(ticket, fate))
    if (via) judge({ via, fate })
    logOf(req).info({ delivery: fate ?? 'unknown' }, 'delivery report')
    res.sendStatus(200)
  }
  return [express.text({ type: () => true, limit: '16kb', inflate: false }), report]
}

function fieldsOf({ query, body }: Request): Record<string, unknown> {
  const text = typeof body === 'string' ? body.trim() : ''
  return { ...query, ...(text.startsWith('{') ? inJson(text) : Object.fromEntries(new URLSearchParams(text))) }
}

function inJson(text: string): object {
  try {
    return JSON.parse(text)
  } catch {
    return {}
  }
}
