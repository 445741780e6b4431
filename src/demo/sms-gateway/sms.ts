import { gsm7Length } from '../../domain/codes/sms-segment.ts'

export interface Sms {
  from: string
  /** Digits, without a plus. */
  to: string
  text: string
  unicode: boolean
  validSeconds: number
}

export type Given = { [name in keyof Sms]?: Sms[name] | undefined }

export interface Refusal {
  code: number
  text: string
  /** 200 unless given: such gateways say most in the body. */
  status?: number
}

/** Why a gateway would refuse this SMS. */
export function refusal({ from = '', to = '', text = '', unicode, validSeconds = 0 }: Given): Refusal | undefined {
  const rules: [boolean, Refusal][] = [
    [!/^[1-9]\d{7,14}$/.test(to), { code: 102, text: `Invalid MSISDN ${to}` }],
    [!/^[A-Za-z0-9]{1,11}$/.test(from), { code: 104, text: `Sender ${from} not allowed` }],
    [!text, { code: 106, text: 'Empty message' }],
    [!unicode && gsm7Length(text) === undefined, { code: 107, text: `Not GSM: ${text}` }],
    [!(validSeconds >= 60 && validSeconds <= 172_800), { code: 108, text: 'Invalid validity' }],
  ]
  return rules.find(([broken]) => broken)?.[1]
}
