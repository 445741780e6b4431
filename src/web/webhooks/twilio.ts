import type { RequestHandler } from 'express'
import type { DeliveryReports } from '../../domain/codes/delivery-reports.ts'
import type { DeliveryJudge, Fate, Via, WebhookSignature } from '../../ports/index.ts'
import { HttpError } from '../http-error.ts'
import { logOf } from '../middleware/request-log.ts'

const STATUS = /^[a-z-]{1,20}$/
const ERROR_CODE = /^\d{1,6}$/

/** Twilio's final statuses; others are ignored. A completed call may have been answered by a mailbox. */
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

/** Records Twilio's signed delivery reports; stores neither number nor SID, and ignores unknown or past tickets. */
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
    const reported = Object.hasOwn(FATES, status) ? FATES[status] : undefined
    const fate = reported && judge({ via: wayOf(req.typed), fate: reported, code })
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

function wayOf({ CallStatus, To = '' }: Readonly<Record<string, string>>): Via {
  if (CallStatus !== undefined) return 'voice'
  return To.startsWith('whatsapp:') ? 'whatsapp' : 'sms'
}
