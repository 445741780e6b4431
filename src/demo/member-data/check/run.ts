import { createCheck, type Row } from './check.ts'
import { type ApiDocument, readDocument } from './document.ts'
import type { Target } from './once.ts'
import { accountRows } from './rows/account.ts'
import { identityRows } from './rows/identity.ts'
import { paymentRows } from './rows/payment.ts'
import { serviceRows } from './rows/service.ts'
import { holdRules } from './rules.ts'
import { readSample } from './sample.ts'

export interface CheckOptions extends Target {
  sampleFile?: string | undefined
  /** Activates the members of the sample that are made for it. */
  write?: boolean | undefined
  document?: ApiDocument
}

/** Holds an API to the document. Throws for a bad sample file. */
export async function checkMemberApi(options: CheckOptions): Promise<readonly Row[]> {
  const { token, sampleFile, write = false, document = readDocument() } = options
  holdRules(document)
  const sample = token !== undefined && sampleFile ? readSample(sampleFile, document) : undefined
  const check = createCheck(document, { ...options, url: options.url.replace(/\/+$/, '') })
  await serviceRows(check)
  await identityRows(check, sample)
  await paymentRows(check, sample)
  await accountRows(check, sample, write && sample !== undefined)
  return check.rows
}
