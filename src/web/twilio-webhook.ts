import type { RequestHandler } from 'express'
import type { DeliveryReports } from '../domain/codes/delivery-reports.ts'
import type { DeliveryJudge, Fate, Via, WebhookSignature } from '../ports/index.ts'
import { HttpError } from './http-error.ts'
import { logOf } from './middleware/request-log.ts'

const STATUS = /^[a-z-]{1,20}$/
const ERROR_CODE = /^\d{1,6}$/

/** Twilio's last words on a message or call; before them nothing is known. A call that was taken may have been by a mailbox. */
const FATES: Readonly<Record<string, Fate>> = {
  delivered: 'delivered',
  read: 'delivered',
  completed: 'delivered',
  undelivered: 'undelivered',
  failed: 'undelivered',
  canceled: 'undelivered',
  busy: 'unanswered',
  'no-answer': 'unanswered',
}

/**
 * Twilio's reports of messages and calls, at `origin` and whatever path and query it was asked for. Only what bears its
 * signature is taken; number and SID are not kept, and a ticket that is not ours, or of a send that is past, leaves no trace.
 */
export function twilioWebhook(
  origin: string,
  isAuthentic: WebhookSignature,
  judge: DeliveryJudge,
  record: DeliveryReports['record'],
): RequestHandler {
  return async (req, res) => {
    if (!isAuthentic(req.get('x-twilio-signature'), origin + req.originalUrl, req.typed)) {
      req.audit('authz_fail', 'signature')
      throw new HttpError(403, 'forbidden')
    }
    const { MessageStatus, CallStatus, ErrorCode = '' } = req.typed
    const status = MessageStatus ?? CallStatus ?? ''
    const { ticket } = req.query
    const code = ERROR_CODE.test(ErrorCode) ? ErrorCode : undefined
    const told = Object.hasOwn(FATES, status) ? FATES[status] : undefined
    const fate = told && judge({ via: wayOf(req.typed), fate: told, code })
    if (fate && typeof ticket === 'string') await record(ticket, fate)
    logOf(req).info(
      {
        delivery: STATUS.test(status) ? status : 'unknown',
        ...(code && { code }),
      },
      'delivery report',
    )
    res.sendStatus(204)
  }
}

/** Which way what is reported went: calls have a status of their own, WhatsApp its own form of numbers. */
function wayOf({ CallStatus, To = '' }: Readonly<Record<string, string>>): Via {
  if (CallStatus !== undefined) return 'voice'
  return To.startsWith('whatsapp:') ? 'whatsapp' : 'sms'
}
