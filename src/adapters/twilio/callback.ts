export interface CallbackOptions {
  publicUrl: URL
  basePath: string
  /** The API is a stand-in on this machine, which can reach us without HTTPS. */
  nearby?: boolean | undefined
}

export function statusCallback({ publicUrl, basePath, nearby }: CallbackOptions) {
  const url = `${publicUrl.origin}${basePath}/webhooks/twilio`
  const reachable = publicUrl.protocol === 'https:' || nearby === true
  return (ticket?: string) => (reachable ? { statusCallback: ticket ? `${url}?ticket=${ticket}` : url } : {})
}
