import { randomUUID } from 'node:crypto'
import express, { type RequestHandler } from 'express'
import { middleware as openApi } from 'express-openapi-validator'
import { type Faults, faulty } from '../faults.ts'
import { listen, type Place } from '../listen.ts'
import { accountBook } from './accounts.ts'
import { handleBook } from './handles.ts'
import { memberDataRoutes } from './member-data-routes.ts'
import { type SampleMember, sampleMembers } from './members.ts'
import { notAfterTheDocument } from './problem.ts'

const DOCUMENT = new URL('../../../docs/member-api.yaml', import.meta.url).pathname
/** The path of the document's server; requests outside it are not checked. */
const BASE = '/api'

export interface MemberDataOptions extends Place, Faults {
  token: string
  members?: readonly SampleMember[]
  now?: () => number
}

/** A member-data API that obeys docs/member-api.yaml: requests and responses are checked against the document itself. */
export async function startMemberDataApi(options: MemberDataOptions) {
  const accounts = accountBook()
  const routes = memberDataRoutes(options.members ?? sampleMembers, accounts, handleBook(options.now))
  const app = express()
    .disable('x-powered-by')
    .use(echoRequestId, faulty(options), express.json())
    .use(afterTheDocument(options.token))
    .use(BASE, routes)
    .use(notAfterTheDocument)
  const { url, close } = await listen(app, options)
  return { url: url + BASE, accounts, close }
}

const echoRequestId: RequestHandler = (req, res, next) => {
  res.set('X-Request-Id', req.get('X-Request-Id') ?? randomUUID())
  next()
}

function afterTheDocument(token: string) {
  const bearer = async (req: express.Request) => req.get('Authorization') === `Bearer ${token}`
  return openApi({
    apiSpec: DOCUMENT,
    validateRequests: true,
    validateResponses: true,
    validateSecurity: { handlers: { bearer } },
    ignoreUndocumented: false,
  })
}
