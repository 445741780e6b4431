const NAMES = new Set(['/', '/connexion', '/deconnexion', '/rester'])

/** The name of an address of the console in logs and metrics: a known route, or `(other)` (L-2). */
export function agentRouteName(url: string): string {
  const path = url.split('?', 1)[0]!
  if (path.startsWith('/assets/')) return '/assets'
  return NAMES.has(path) ? path : '(other)'
}
