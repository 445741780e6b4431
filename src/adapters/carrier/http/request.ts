import type { SmsGatewayFile } from '../../../config/sms-gateway/file.ts'
import { filled, type Values } from './filled.ts'

export interface GatewayRequest {
  method: string
  url: string
  headers: Record<string, string>
  data: string | undefined
}

/** Each value is encoded by the writer of its whole part (JSON, form, query), so that no text can end its field. */
export function requestFor(gateway: SmsGatewayFile, values: Values): GatewayRequest {
  const { method, url, query, json, form, basicUser } = gateway
  const headers = filled(gateway.headers, values) as Record<string, string>
  const search = query ? `?${encoded(query, values)}` : ''
  const body = json
    ? { type: 'application/json; charset=utf-8', data: JSON.stringify(filled(json, values)) }
    : form && {
        type: 'application/x-www-form-urlencoded; charset=utf-8',
        data: encoded(form, values),
      }
  return {
    method,
    url: url + search,
    headers: {
      ...headers,
      ...(basicUser !== undefined && { Authorization: basic(basicUser, `${values.secret}`) }),
      ...(body && { 'Content-Type': body.type }),
    },
    data: body?.data,
  }
}

function encoded(template: Record<string, string>, values: Values): string {
  const fields = Object.entries(filled(template, values) as Record<string, string | number>)
  return new URLSearchParams(fields.map(([name, value]) => [name, `${value}`])).toString()
}

const basic = (user: string, password: string) => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
