import { ResponseBodyError } from 'openid-client'

/** Whether the provider could not be asked, or had itself a fault. */
export function isOutage(error: unknown): boolean {
  if (error instanceof ResponseBodyError) return error.status >= 500
  if (!(error instanceof Error)) return false
  if (error.cause instanceof Response) return error.cause.status >= 500
  return error instanceof TypeError || ('code' in error && error.code === 'OAUTH_TIMEOUT')
}

/** A closed word for the log: messages could quote what came from outside. */
export function causeOf(error: unknown): string {
  const { code, cause } = error as { code?: unknown; cause?: { code?: unknown } | undefined }
  for (const word of [code, cause?.code]) if (typeof word === 'string' && /^[A-Z_]{1,64}$/.test(word)) return word
  return 'unknown'
}
