import type { SmsGatewayFile } from '../../../config/sms-gateway/file.ts'

export type Row = SmsGatewayFile['answers'][number]

export interface GatewayAnswer {
  status: number
  text: string
  /** Undefined if the text is not JSON. */
  json: unknown
}

export function fits({ status, means, path, is, begins }: Row, answer: GatewayAnswer): boolean {
  const statusFits = status ? status.includes(answer.status) : means !== 'sent' || isSuccess(answer.status)
  return (
    statusFits &&
    (!path || is!.includes(String(valueAt(answer.json, path)))) &&
    (!begins || beginningOf(answer, begins) !== undefined)
  )
}

export const beginningOf = ({ text }: GatewayAnswer, begins: readonly string[]): string | undefined =>
  begins.find(start => text.trimStart().startsWith(start))

/** `messages.0.status` of a parsed answer; undefined if it has no such value of its own. */
export function valueAt(json: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, name) => (isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined), json)
}

const isSuccess = (status: number) => status >= 200 && status < 300

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
