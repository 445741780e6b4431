import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js'

/** Posts a report, e.g. `{ MessageStatus: 'undelivered' }`, to the address in a message; signed, if a token is given, as for `url`. */
export async function postReport(
  callback: string,
  report: Record<string, string>,
  { authToken, url = callback }: { authToken?: string; url?: string } = {},
): Promise<Response> {
  const fields = { MessageSid: `SM${'0'.repeat(32)}`, To: '+212612345678', ...report }
  const signature = authToken && getExpectedTwilioSignature(authToken, url, fields)
  return fetch(callback, {
    method: 'POST',
    body: new URLSearchParams(fields),
    headers: signature ? { 'X-Twilio-Signature': signature } : {},
  })
}
