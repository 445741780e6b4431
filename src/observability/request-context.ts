import { AsyncLocalStorage } from 'node:async_hooks'

export interface RequestContext {
  requestId: string
}

export const requestContext = new AsyncLocalStorage<RequestContext>()

/** The id of the current request; `-` outside a request. */
export function requestId(): string {
  return requestContext.getStore()?.requestId ?? '-'
}
