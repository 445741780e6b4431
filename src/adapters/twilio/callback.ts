/** What tells where Twilio may call us. */
export interface CallbackOptions {
  publicUrl: URL
  basePath: string
  /** The API is a stand-in on this machine, which reaches us here. */
  nearby?: boolean | undefined
}

/**
 * Where Twilio is to report a delivery: `<publicUrl><basePath>/webhooks/twilio`, with the ticket that it brings back. Nothing
 * while it cannot reach us.
 */
export function statusCallback({ publicUrl, basePath, nearby }: CallbackOptions) {
  const url = `${publicUrl.origin}${basePath}/webhooks/twilio`
  const reachable = publicUrl.protocol === 'https:' || nearby === true
  return (ticket?: string) => (reachable ? { statusCallback: ticket ? `${url}?ticket=${ticket}` : url } : {})
}
