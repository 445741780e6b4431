import type { RequestHandler } from 'express'
import type { WebhookSignature } from '../ports.ts'
import { HttpError } from './http-error.ts'
import { logOf } from './log.ts'

const STATUS = /^[a-z]{1,20}$/
const ERROR_CODE = /^\d{1,6}$/

/** Twilio's delivery reports. Only what bears its signature is taken; the number in it is not kept. */
export function twilioWebhook(url: string, isAuthentic: WebhookSignature): RequestHandler {
  return (req, res) => {
    if (!isAuthentic(req.get('x-twilio-signature'), url, req.typed)) {
      req.audit('authz_fail', 'signature')
      throw new HttpError(403, 'forbidden')
    }
    const { MessageStatus = '', ErrorCode = '' } = req.typed
    logOf(req).info(
      {
        delivery: STATUS.test(MessageStatus) ? MessageStatus : 'unknown',
        ...(ERROR_CODE.test(ErrorCode) && { code: ErrorCode }),
      },
      'sms delivery report',
    )
    res.sendStatus(204)
  }
}
