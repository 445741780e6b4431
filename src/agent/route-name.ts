/** All addresses of the console. */
export const AGENT_ROUTES: ReadonlySet<string> = new Set(['/', '/connexion', '/deconnexion', '/rester'])

/** The name of an address of the console in logs and metrics: a known route, or `(other)` (L-2). */
export function agentRouteName(url: string): string {
  const path = url.split('?', 1)[0]!
  if (path.startsWith('/assets/')) return '/assets'
  return AGENT_ROUTES.has(path) ? path : '(other)'
}
