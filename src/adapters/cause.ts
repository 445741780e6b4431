/** All that may be kept of a client's error: these objects carry requests, tokens and addresses (L-3, fact 7). */
export function safeCause(error: unknown): { code?: string | number; status?: number } {
  const { code, status, responseCode } = Object(error) as Record<string, unknown>
  const httpOrSmtp = typeof status === 'number' ? status : responseCode
  return {
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    ...(typeof httpOrSmtp === 'number' ? { status: httpOrSmtp } : {}),
  }
}
