import { createHash, randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Asked, Told, Turn } from '../support/wrong-member-api.ts'

const json = (body: string) => JSON.parse(body)
const problem = (told: Told, status: number, type: string): Told => ({
  status,
  headers: { ...told.headers, 'content-type': 'application/problem+json; charset=utf-8' },
  body: { type: `/problems/${type}`, title: type, status },
})
const isClaim = ({ path }: Asked) => path.endsWith('/identity-checks')
const isPut = ({ method }: Asked) => method === 'PUT'
const after =
  (change: (told: Told, asked: Asked) => Told): Turn =>
  async (asked, forward) =>
    change(await forward(asked), asked)

interface Wrong {
  /** Where it must be found: the operation, the row and words of the line of the document. */
  found: [operation: string, row: string, line: string]
  /** Made anew for each run. */
  turn(token: string): Turn
}

/** Each wrong in one way. */
export const wrongApis: Record<string, Wrong> = {
  'health needs a token': {
    found: ['health', 'without a token', 'Needs no token'],
    turn: () => after((told, { path }) => (path.endsWith('/health') ? problem(told, 401, 'unauthorized') : told)),
  },
  'an answer is larger than 1 MB': {
    found: ['checkIdentity', ': found', 'A response has at most 1 MB'],
    turn: () =>
      after(told => (told.body.questions ? { ...told, body: { ...told.body, more: 'x'.repeat(1_048_576) } } : told)),
  },
  'no-match has no type': {
    found: ['checkIdentity', 'an invented claim', '"404":'],
    turn: () =>
      after(told =>
        told.body.type?.endsWith('/no-match') ? { ...told, body: { ...told.body, type: 'about:blank' } } : told,
      ),
  },
  'no-match says which fact differs': {
    found: ['checkIdentity', 'another birth date', 'The cause'],
    turn: () =>
      after((told, asked) =>
        told.body.type?.endsWith('/no-match') && json(asked.body).nationalId !== 'ZZ9999999'
          ? { ...told, body: { ...told.body, detail: 'birthDate' } }
          : told,
      ),
  },
  'no-match lists the fields that differ': {
    found: ['checkIdentity', 'another birth date', 'The cause'],
    turn: () =>
      after((told, asked) =>
        told.body.type?.endsWith('/no-match')
          ? {
              ...told,
              body: { ...told.body, differ: asked.body.includes('ZZ9999999') ? 3 : 1, instance: randomUUID() },
            }
          : told,
      ),
  },
  'the kind of identifier is not compared': {
    found: ['checkIdentity', 'the identifier as another one', 'All three facts'],
    turn: () => (asked, forward) =>
      forward(
        isClaim(asked)
          ? { ...asked, body: asked.body.replace('"type":"employerId"', '"type":"registrationNumber"') }
          : asked,
      ),
  },
  'a handle is a hash of the national ID': {
    found: ['checkIdentity', ': found', 'Opaque; not derived'],
    turn: () =>
      after((told, asked) => {
        if (!told.body.questions) return told
        const member = createHash('sha256').update(json(asked.body).nationalId).digest('hex').slice(0, 32)
        return { ...told, body: { ...told.body, member } }
      }),
  },
  'the birth date is not compared': {
    found: ['checkIdentity', 'another birth date', 'All three facts'],
    turn: () => (asked, forward) => {
      if (!isClaim(asked)) return forward(asked)
      return forward({ ...asked, body: asked.body.replace('"1959-05-12"', '"1960-05-12"') })
    },
  },
  'the first of two records is taken': {
    found: ['checkIdentity', 'two records', 'If two members match'],
    turn: () => (asked, forward) =>
      forward(isClaim(asked) ? { ...asked, body: asked.body.replace('500600700', '500600701') } : asked),
  },
  'leading zeros matter': {
    found: ['checkIdentity', 'a zero more', 'compare without them'],
    turn: () =>
      after((told, asked) => (isClaim(asked) && /"value":"0/.test(asked.body) ? problem(told, 404, 'no-match') : told)),
  },
  'a malformed claim fits nobody': {
    found: ['checkIdentity', 'nationalId: another form', 'nationalId:'],
    turn: () => after((told, asked) => (isClaim(asked) && told.status === 400 ? problem(told, 404, 'no-match') : told)),
  },
  'the identifier of the claim is asked again': {
    found: ['checkIdentity', ': found', 'Never the identifier of the claim'],
    turn: () =>
      after((told, asked) =>
        told.body.questions
          ? { ...told, body: { ...told.body, questions: [json(asked.body).identifier.type, ...told.body.questions] } }
          : told,
      ),
  },
  'any token is taken': {
    found: ['checkPayment', 'with a wrong token', 'Unauthorized:'],
    turn: token => (asked, forward) =>
      forward({ ...asked, headers: { ...asked.headers, authorization: `Bearer ${token}` } }),
  },
  'a malformed call needs no token': {
    found: ['activateAccount', 'without a token, malformed', 'checked before anything else'],
    turn: () =>
      after((told, asked) => (told.status === 401 && asked.body === '{}' ? problem(told, 400, 'invalid') : told)),
  },
  'the id of a request is not returned': {
    found: ['checkIdentity', ': found', 'Every response carries'],
    turn: () => after(told => ({ ...told, headers: { ...told.headers, 'x-request-id': randomUUID() } })),
  },
  'problems are plain JSON': {
    found: ['checkPayment', 'a handle that nobody has', 'Errors are'],
    turn: () =>
      after(told =>
        told.status < 400 ? told : { ...told, headers: { ...told.headers, 'content-type': 'application/json' } },
      ),
  },
  'the problem has another status': {
    found: ['checkPayment', 'a handle that nobody has', 'That of the response'],
    turn: () => after(told => (told.status < 400 ? told : { ...told, body: { ...told.body, status: 0 } })),
  },
  'a wrong path is answered as if nobody matched': {
    found: ['checkIdentity', 'another path', 'A path that this document does not name'],
    turn: () =>
      after((told, asked) => (asked.path.endsWith('/identity-check') ? problem(told, 404, 'no-match') : told)),
  },
  'verified is text': {
    found: ['checkPayment', 'the right answers', 'verified: { type: boolean'],
    turn: () =>
      after(told =>
        told.body.verified === undefined ? told : { ...told, body: { verified: String(told.body.verified) } },
      ),
  },
  'an answer too few is enough': {
    found: ['checkPayment', 'an answer too few', 'With one too few'],
    turn: () =>
      after((told, asked) =>
        told.body.verified === false &&
        Object.keys(json(asked.body).answers).length === 1 &&
        !asked.body.includes('bankAccountLast8')
          ? { ...told, body: { verified: true } }
          : told,
      ),
  },
  'one call takes more than three seconds': {
    found: ['checkPayment', 'a handle that nobody has', 'Answer within 3 seconds'],
    turn: token => async (asked, forward) => {
      const { path, headers } = asked
      if (path.includes('no-such-member/payment') && headers['authorization'] === `Bearer ${token}`) await sleep(3100)
      return forward(asked)
    },
  },
  'a busy API gives a date': {
    found: ['checkPayment', 'a handle that nobody has', 'Retry-After:'],
    turn: () =>
      after((told, asked) => {
        if (!(told.status === 404 && asked.path.includes('payment-checks'))) return told
        const busy = problem(told, 503, 'busy')
        return { ...busy, headers: { ...busy.headers, 'retry-after': 'Wed, 21 Oct 2026 07:28:00 GMT' } }
      }),
  },
  'a repeat is said to be new': {
    found: ['activateAccount', 'the same again', 'A repeat of a request'],
    turn: () => after((told, asked) => (isPut(asked) && told.status === 200 ? { ...told, status: 201 } : told)),
  },
  'the body of a repeat is not compared': {
    found: ['activateAccount', 'the same key, another body', '"409":'],
    turn: () => {
      const bodies = new Map<string, string>()
      return (asked, forward) => {
        const key = asked.headers['idempotency-key'] ?? ''
        if (!isPut(asked) || asked.body === '{}' || /unnamed|:7|unformed|unlisted/.test(asked.body))
          return forward(asked)
        const body = bodies.get(key + asked.path) ?? asked.body
        bodies.set(key + asked.path, body)
        return forward({ ...asked, body })
      }
    },
  },
  'a refused request binds its key': {
    found: ['activateAccount', 'a new account', 'Only a success binds a key'],
    turn: () => {
      const refused = new Set<string | undefined>()
      return after((told, asked) => {
        const key = asked.headers['idempotency-key']
        if (!isPut(asked) || told.status === 401) return told
        if (told.status === 201 && refused.has(key)) return problem(told, 409, 'idempotency-key-reused')
        if (told.status === 400) refused.add(key)
        return told
      })
    },
  },
  'the bytes of a repeat are compared': {
    found: ['activateAccount', 'the same in another order', 'The same body'],
    turn: () =>
      after((told, asked) =>
        isPut(asked) && /\n/.test(asked.body) ? problem(told, 409, 'idempotency-key-reused') : told,
      ),
  },
  'a key may be used for two members': {
    found: ['activateAccount', 'the same key for another member', 'A key belongs to one member'],
    turn: () =>
      after((told, asked) =>
        told.status === 409 && told.body.type?.endsWith('reused') && !asked.body.includes('"language":"ar"')
          ? { ...told, status: 201, headers: { ...told.headers, 'content-type': 'application/json' }, body: account() }
          : told,
      ),
  },
  'one of two requests at once is refused': {
    found: ['activateAccount', 'times at once', 'If two requests with one key'],
    turn: () => {
      const running = new Set<string>()
      return async (asked, forward) => {
        const key = asked.headers['idempotency-key']
        if (!key) return forward(asked)
        if (running.has(key)) return problem(await forward(asked), 409, 'idempotency-key-reused')
        running.add(key)
        return forward(asked).finally(() => running.delete(key))
      }
    },
  },
  'two requests at once make two accounts': {
    found: ['activateAccount', 'different keys at once', 'If two requests with different keys'],
    turn: () => {
      let running = 0
      return async (asked, forward) => {
        if (!isPut(asked)) return forward(asked)
        running++
        const alone = running === 1
        const told = await forward(asked)
        running--
        if (alone || told.status !== 409) return told
        return { status: 201, headers: { ...told.headers, 'content-type': 'application/json' }, body: account() }
      }
    },
  },
  'an active account is replaced': {
    found: ['activateAccount', 'another key', '"409":'],
    turn: () =>
      after(told =>
        told.body.type?.endsWith('/account-active')
          ? { status: 201, headers: { ...told.headers, 'content-type': 'application/json' }, body: account() }
          : told,
      ),
  },
  'an activation has a time without its zone': {
    found: ['activateAccount', 'a new account', 'activatedAt:'],
    turn: () =>
      after(told =>
        told.body.activatedAt ? { ...told, body: { ...told.body, activatedAt: '2026-11-22T10:00:00' } } : told,
      ),
  },
  'an invalid activation takes effect': {
    found: ['checkIdentity', ': found', 'An invalid request changes nothing'],
    turn: () => {
      let invalid = false
      return after((told, asked) => {
        invalid ||= isPut(asked) && told.status === 400
        return invalid && told.body.accountStatus ? { ...told, body: { ...told.body, accountStatus: 'active' } } : told
      })
    },
  },
}

const account = () => ({ account: randomUUID(), activatedAt: new Date().toISOString() })
