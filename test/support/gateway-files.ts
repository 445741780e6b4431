import { SmsGatewayFile } from '../../src/config/sms-gateway/file.ts'

/** What the JSON answers of the stand-in mean. */
const answers = [
  { status: [200], path: 'status', is: ['accepted'], means: 'sent' },
  { path: 'error.code', is: [102], means: 'number' },
  { path: 'error.code', is: [103], means: 'opted-out' },
  { path: 'error.code', is: [109], means: 'unreachable' },
  { path: 'error.code', is: [104], means: 'sender' },
  { path: 'error.code', is: [105], means: 'account' },
  { path: 'error.code', is: [106, 107, 108], means: 'request' },
  { path: 'error.code', is: [110], means: 'limit' },
  { path: 'error.code', is: [111], means: 'busy' },
] as const

const reports = { field: 'status', delivered: ['DELIVRD'], undelivered: ['UNDELIV', 'EXPIRED'], failed: ['REJECTD'] }

/** Files for each of the three ways in which the stand-in takes SMS. */
export const gatewayFiles = {
  json: (url: string) =>
    SmsGatewayFile.parse({
      url: `${url}/api/v1/sms`,
      headers: { Authorization: 'Bearer {secret}' },
      json: {
        from: 'CNOPS',
        to: '{toDigits}',
        message: '{text}',
        type: '{charset}',
        validity: '{validitySeconds}',
        dlr_url: '{callback}',
      },
      charset: { gsm: 'text', unicode: 'unicode' },
      answers,
      reports,
    }),
  form: (url: string) =>
    SmsGatewayFile.parse({
      url: `${url}/api/v1/sms/form`,
      form: {
        login: 'insurer',
        password: '{secret}',
        sender: 'CNOPS',
        msisdn: '{toDigits}',
        content: '{text}',
        encoding: '{charset}',
        ttl: '{validitySeconds}',
        callback: '{callback}',
      },
      charset: { gsm: 'GSM', unicode: 'UCS2' },
      answers,
      reports,
    }),
  query: (url: string) =>
    SmsGatewayFile.parse({
      url: `${url}/cgi-bin/sendsms`,
      method: 'GET',
      query: {
        username: 'insurer',
        password: '{secret}',
        from: 'CNOPS',
        to: '{toDigits}',
        text: '{text}',
        coding: '{charset}',
        validity: '{validityMinutes}',
        'dlr-url': '{callback}',
      },
      charset: { gsm: '0', unicode: '2' },
      answers: [
        { begins: ['0:'], means: 'sent' },
        { begins: ['102:'], means: 'number' },
        { begins: ['104:'], means: 'sender' },
      ],
      reports,
    }),
}
