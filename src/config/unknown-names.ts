/** Variables of the console, the demo and the trial, which share the .env file. */
const ELSEWHERE = [
  ...['AGENT_PORT', 'AGENT_PUBLIC_URL', 'AGENT_SESSION_KEYS', 'AGENT_NETWORKS', 'AGENT_ACCOUNTS_FILE'],
  ...['AGENT_OIDC_ISSUER', 'AGENT_OIDC_CLIENT_ID', 'AGENT_OIDC_CLIENT_SECRET', 'AGENT_OIDC_ROLE_CLAIM'],
  ...['AGENT_OIDC_AGENT_ROLE', 'AGENT_OIDC_SUPERVISOR_ROLE', 'AGENT_OIDC_MFA'],
  ...['LIVE_VIEW_KEYS', 'DEMO_INBOX_PORT', 'WIZARD_URL'],
]
const OURS = /^(TWILIO_|RECAPTCHA_|CAPTCHA_|MEMBER_API_|SMTP_|LIVE_VIEW_|AGENT_OIDC_|TRUST_PROX|LIMITS_)/
/** Names that Kubernetes and Docker set for other services. */
const OF_A_SERVICE = /_SERVICE_(HOST|PORT)|_PORT_\d+_(TCP|UDP)/
/** Shorter names resemble too many others; longer ones may have two typos. */
const [SHORTEST, LONG] = [6, 10]

/** A line for each variable that resembles one of `known`: its value would be ignored. */
export function unknownNames(names: readonly string[], known: readonly string[]): string[] {
  const all = [...known, ...ELSEWHERE]
  return names
    .filter(name => !all.includes(name) && !OF_A_SERVICE.test(name))
    .flatMap(name => {
      const meant = all.find(each => looksLike(name.toUpperCase(), each))
      if (meant) return `${name}: is not a variable of the wizard; did you mean ${meant}?`
      return OURS.test(name.toUpperCase()) ? `${name}: is not a variable of the wizard` : []
    })
}

function looksLike(name: string, known: string): boolean {
  if (known.length < SHORTEST || Math.abs(name.length - known.length) > 2) return false
  const slips = known.length < LONG ? 1 : 2
  const ofKnown = shortened(known, slips)
  return [...shortened(name, slips)].some(each => ofKnown.has(each))
}

function shortened(word: string, letters: number): Set<string> {
  if (letters === 0) return new Set([word])
  const once = [...word].map((_, at) => word.slice(0, at) + word.slice(at + 1))
  return new Set([word, ...once.flatMap(each => [...shortened(each, letters - 1)])])
}
