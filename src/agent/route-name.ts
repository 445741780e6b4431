/** All addresses of the console, but for those of previews. */
export const AGENT_ROUTES: ReadonlySet<string> = new Set([
  ...['/', '/suivi', '/suivi/flux', '/suivi/fin', '/suivi/bilan', '/journee', '/journee.csv'],
  ...['/connexion', '/connexion/fournisseur', '/connexion/retour', '/deconnexion', '/rester'],
])

/** The name of an address of the console in logs and metrics: a known route, or `(other)` (L-2). */
export function agentRouteName(url: string): string {
  const path = url.split('?', 1)[0]!
  if (path.startsWith('/assets/')) return '/assets'
  if (path.startsWith('/apercu/')) return '/apercu'
  if (/^\/guide(\/|$)/.test(path)) return '/guide'
  return AGENT_ROUTES.has(path) ? path : '(other)'
}
