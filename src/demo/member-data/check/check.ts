import { call } from './call.ts'
import type { ApiDocument, Difference, Operation } from './document.ts'
import { type Expected, judge } from './judge.ts'
import { malformed } from './malformed.ts'
import type { Answer, Call, Target } from './once.ts'
import { lineOfRule, type Rule } from './rules.ts'

export interface Row {
  operation: Operation
  name: string
  ms: number
  differs: Difference[]
  skipped?: string
}

/** What else is wrong, if it is, and the rule that says so. */
export type Also = (json: Record<string, unknown>, answer: Answer) => readonly (readonly [boolean, string, Rule])[]

export type Check = ReturnType<typeof createCheck>

/** Makes the calls, one row for each, and keeps what differs. */
export function createCheck(document: ApiDocument, target: Target) {
  const rows: Row[] = []
  const named = (id: string): Operation => {
    const operation = document.operations.get(id)
    if (!operation) throw new Error(`the document has no operation ${id}`)
    return operation
  }
  const differences = (found: readonly (readonly [boolean, string, Rule])[]) =>
    found.filter(([is]) => is).map(([, what, rule]) => ({ what, line: lineOfRule(document, rule) }))

  /** Makes one call; `also` judges what the document says in words, if the status is one of those expected. */
  async function row(id: string, name: string, request: Call, expected: Expected, also?: Also): Promise<Answer> {
    const operation = named(id)
    const answers = await call(target, operation, request)
    const answer = answers.at(-1)!
    const busy = answers.slice(0, -1).flatMap(each => judge(document, operation, each, { status: [each.status] }))
    const differs = [...busy, ...judge(document, operation, answer, expected)]
    if (also && expected.status.includes(answer.status)) differs.push(...differences(also(Object(answer.json), answer)))
    rows.push({ operation, name, ms: answer.ms, differs })
    return answer
  }

  return {
    document,
    target,
    rows: rows as readonly Row[],
    row,

    skip(id: string, name: string, skipped: string): void {
      rows.push({ operation: named(id), name, ms: 0, differs: [], skipped })
    },

    async together(
      id: string,
      name: string,
      requests: Call[],
      expected: Expected,
      also: (answers: Answer[]) => ReturnType<Also>,
    ) {
      const operation = named(id)
      const answers = (await Promise.all(requests.map(each => call(target, operation, each)))).map(all => all.at(-1)!)
      const differs = answers.flatMap(answer => judge(document, operation, answer, expected))
      rows.push({
        operation,
        name,
        ms: Math.max(...answers.map(({ ms }) => ms)),
        differs: [...differs, ...differences(also(answers))],
      })
    },

    /** A call that no operation of the document is; `operation` is the nearest. */
    async stray(id: string, name: string, method: string, path: string, also: Also): Promise<void> {
      const answer = (await call(target, { method, path }, {})).at(-1)!
      rows.push({ operation: named(id), name, ms: answer.ms, differs: differences(also(Object(answer.json), answer)) })
    },

    /** A row for each body that the document's schema excludes: all are invalid. */
    async malformed(id: string, right: unknown, request: Call): Promise<void> {
      const { pointer } = named(id)
      const schema = `${pointer}/requestBody/content/application~1json/schema`
      for (const { name, body, pointer: at } of malformed(document, schema, right))
        await row(id, `malformed: ${name}`, { ...request, body }, { status: [400], line: document.lineOf(at) })
      const notJson = { ...request, text: `${JSON.stringify(right).slice(0, -1)}` }
      await row(id, 'malformed: JSON cut short', notJson, { status: [400] })
      await row(id, 'malformed: no body', request, { status: [400, 415] })
      const form = { ...request, text: 'identifier=1', headers: { ...request.headers, 'Content-Type': 'text/plain' } }
      await row(id, 'malformed: text/plain', form, { status: [415, 400] })
    },
  }
}
