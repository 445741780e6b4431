import { type CallbackOptions, callbackUrl } from '../carrier/callback.ts'

export function statusCallback(options: CallbackOptions) {
  const urlOf = callbackUrl(options, 'twilio')
  return (ticket?: string) => {
    const url = urlOf(ticket)
    return url ? { statusCallback: url } : {}
  }
}
