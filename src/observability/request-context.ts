import { AsyncLocalStorage } from 'node:async_hooks'

/** What is true for the length of one request, wherever in the code: passed on to what lies behind, and to the log. */
export interface RequestContext {
  requestId: string
}

export const requestContext = new AsyncLocalStorage<RequestContext>()

/** The id of the request being answered; `-` outside of any. */
export function requestId(): string {
  return requestContext.getStore()?.requestId ?? '-'
}
