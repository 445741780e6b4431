import { randomBytes } from 'node:crypto'

const E164 = /^\+[1-9]\d{6,14}$/
const TWIML = /^<\?xml [^>]*\?><Response>.*<\/Response>$/s
const MOST_TWIML = 4000

export interface CallFields {
  To?: string
  From?: string
  Twiml?: string
  Timeout?: string
  TimeLimit?: string
  StatusCallback?: string
}

/** Twilio's error if it would refuse this call. */
export function callRefusal(fields: CallFields): { code: number; message: string } | undefined {
  const { To = '', From = '', Twiml = '', Timeout = '60', TimeLimit = '14400' } = fields
  const rules: [boolean, number, string][] = [
    [!To, 21201, "No 'To' number is specified"],
    [!E164.test(To), 21211, "Invalid 'To' Phone Number"],
    [!From, 21213, "Caller phone number ('From') is required"],
    [!E164.test(From), 21212, "Invalid 'From' Phone Number"],
    [!Twiml, 21205, 'Url parameter is required.'],
    [!TWIML.test(Twiml) || Twiml.length > MOST_TWIML, 21218, 'Invalid Twiml'],
    [!isWithin(Timeout, 1, 600) || !isWithin(TimeLimit, 1, 14_400), 20001, 'Invalid Timeout or TimeLimit'],
  ]
  const broken = rules.find(([isBroken]) => isBroken)
  return broken && { code: broken[1], message: broken[2] }
}

export function acceptedCall(accountSid: string, { To = '', From = '' }: CallFields) {
  const sid = `CA${randomBytes(16).toString('hex')}`
  return {
    sid,
    account_sid: accountSid,
    api_version: '2010-04-01',
    to: To,
    from: From,
    status: 'queued',
    direction: 'outbound-api',
    answered_by: null,
    duration: null,
    start_time: null,
    end_time: null,
    price: null,
    price_unit: 'USD',
    uri: `/2010-04-01/Accounts/${accountSid}/Calls/${sid}.json`,
  }
}

function isWithin(text: string, least: number, most: number): boolean {
  return /^\d+$/.test(text) && Number(text) >= least && Number(text) <= most
}
