export interface CallbackOptions {
  publicUrl: URL
  basePath: string
  /** The carrier is a stand-in on this machine, which can reach us without HTTPS. */
  nearby?: boolean | undefined
}

/** The address that a carrier reports a delivery to, for each ticket; undefined if it cannot reach us. */
export function callbackUrl({ publicUrl, basePath, nearby }: CallbackOptions, carrier: 'twilio' | 'sms') {
  const url = `${publicUrl.origin}${basePath}/webhooks/${carrier}`
  const reachable = publicUrl.protocol === 'https:' || nearby === true
  return (ticket?: string) => (reachable ? (ticket ? `${url}?ticket=${ticket}` : url) : undefined)
}
