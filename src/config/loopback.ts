/** Whether a host name, as `URL` gives it, is this machine itself. */
export function isLoopback(host: string): boolean {
  return (
    host === 'localhost' || host.endsWith('.localhost') || /^(\[::1\]|::1)$/.test(host) || /^127(\.\d+){3}$/.test(host)
  )
}

/** Whether what is sent to this address cannot be read or changed on the way: over TLS, or not leaving this machine. */
export function isSafe({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || isLoopback(hostname)
}
