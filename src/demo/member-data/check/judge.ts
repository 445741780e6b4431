import type { ApiDocument, Difference, Operation } from './document.ts'
import type { Answer } from './once.ts'
import { problemType } from './problem-type.ts'
import { lineOfRule, type Rule } from './rules.ts'

const MOST_BYTES = 1024 * 1024
const PROBLEM = 'application/problem+json'

export interface Expected {
  status: readonly number[]
  /** Of a 404 or 409: the last segment of its type. */
  type?: string
  /** What says so, unless it is the response of this status. */
  rule?: Rule
  line?: number
}

/** What of an answer is not as the document says. Names fields and statuses, never what stands in a body. */
export function judge(
  document: ApiDocument,
  operation: Operation,
  answer: Answer,
  { status: expected, type, rule, line }: Expected,
): Difference[] {
  const said = (by: Rule) => lineOfRule(document, by)
  const { status, headers, json, requestId, ms, late } = answer
  const differs: Difference[] = []
  const differ = (is: boolean, what: string, line: () => number) => is && differs.push({ what, line: line() })
  differ(late, `it took ${Math.round(ms)} ms`, () => said('time'))
  if (status === 0) return late ? differs : [{ what: `no answer: ${answer.code}`, line: said('time') }]

  const right = expected.includes(status)
  const response = `${operation.pointer}/responses/${status}`
  const wanted = `${operation.pointer}/responses/${expected[0]}`
  differ(
    !right,
    `status ${status} instead of ${expected.join(' or ')}`,
    () => line ?? (rule ? said(rule) : document.lineOf(wanted)),
  )
  differ(headers.get('x-request-id') !== requestId, 'X-Request-Id is not that of the request', () => said('requestId'))
  differ(Buffer.byteLength(answer.text) > MOST_BYTES, 'the body is larger than 1 MB', () => said('size'))
  const wait = headers.get('retry-after')
  differ(wait !== null && !/^\d+$/.test(wait), 'Retry-After is not a number of seconds', () =>
    document.lineOf('/components/responses/Busy/headers/Retry-After'),
  )
  const found = document.find(response)
  const content = Object(found?.node).content as Record<string, unknown> | undefined
  if (!content) return differs
  const [media] = Object.keys(content)
  const sent = headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  differ(sent !== media, `Content-Type is ${sent ?? 'absent'} instead of ${media}`, () =>
    media === PROBLEM ? said('problem') : document.lineOf(`${response}/content`),
  )
  differs.push(...document.differences(`${response}/content/${media!.replace('/', '~1')}/schema`, json))
  if (media !== PROBLEM) return differs
  differ(Object(json).status !== status, `status of the problem is not ${status}`, () =>
    document.lineOf('/components/schemas/Problem/properties/status'),
  )
  const answers = type !== undefined && right && [404, 409].includes(status)
  differ(answers && problemType(json) !== type, `type of the problem does not end in ${type}`, () =>
    rule ? said(rule) : document.lineOf(response),
  )
  return differs
}
