export interface CallbackOptions {
  publicUrl: URL
  basePath: string
  /** The API is a stand-in on this machine and can reach us. */
  nearby?: boolean | undefined
}

/**
 * The URL for Twilio's delivery reports, `<publicUrl><basePath>/webhooks/twilio`, with the ticket; none if Twilio cannot
 * reach us.
 */
export function statusCallback({ publicUrl, basePath, nearby }: CallbackOptions) {
  const url = `${publicUrl.origin}${basePath}/webhooks/twilio`
  const reachable = publicUrl.protocol === 'https:' || nearby === true
  return (ticket?: string) => (reachable ? { statusCallback: ticket ? `${url}?ticket=${ticket}` : url } : {})
}
