/** Of the console, the demo and the trial on one machine: set in the same .env, and not read by the wizard. */
const ELSEWHERE = [
  ...['AGENT_PORT', 'AGENT_PUBLIC_URL', 'AGENT_SESSION_KEYS', 'AGENT_NETWORKS', 'AGENT_ACCOUNTS_FILE'],
  ...['AGENT_OIDC_ISSUER', 'AGENT_OIDC_CLIENT_ID', 'AGENT_OIDC_CLIENT_SECRET', 'AGENT_OIDC_ROLE_CLAIM'],
  ...['AGENT_OIDC_AGENT_ROLE', 'AGENT_OIDC_SUPERVISOR_ROLE', 'AGENT_OIDC_MFA'],
  ...['LIVE_VIEW_KEYS', 'DEMO_INBOX_PORT', 'WIZARD_URL'],
]
/** Whatever begins like this is meant for us. */
const OURS = /^(TWILIO_|RECAPTCHA_|CAPTCHA_|MEMBER_API_|SMTP_|LIVE_VIEW_|AGENT_OIDC_|TRUST_PROX|LIMITS_)/
/** As Kubernetes and Docker name the services beside ours. */
const OF_A_SERVICE = /_SERVICE_(HOST|PORT)|_PORT_\d+_(TCP|UDP)/
/** Words as short as PORT and HOST look like too much else; a long one may have two slips. */
const [SHORTEST, LONG] = [6, 10]

/** A line for each variable that looks like one of `known` and is none: what it was meant to set would be left out. */
export function unknownNames(names: readonly string[], known: readonly string[]): string[] {
  const all = [...known, ...ELSEWHERE]
  return names
    .filter(name => !all.includes(name) && !OF_A_SERVICE.test(name))
    .flatMap(name => {
      const meant = all.find(each => looksLike(name.toUpperCase(), each))
      if (meant) return `${name}: is no variable of the wizard; is ${meant} meant?`
      return OURS.test(name.toUpperCase()) ? `${name}: is no variable of the wizard` : []
    })
}

/** Whether they are the same but for a slip, or two in a long one: a letter too few, too many, another, or two swapped. */
function looksLike(name: string, known: string): boolean {
  if (known.length < SHORTEST || Math.abs(name.length - known.length) > 2) return false
  const slips = known.length < LONG ? 1 : 2
  const ofKnown = shortened(known, slips)
  return [...shortened(name, slips)].some(each => ofKnown.has(each))
}

/** The word itself, and with each letter or two left out: words a slip apart have one of these in common. */
function shortened(word: string, letters: number): Set<string> {
  if (letters === 0) return new Set([word])
  const once = [...word].map((_, at) => word.slice(0, at) + word.slice(at + 1))
  return new Set([word, ...once.flatMap(each => [...shortened(each, letters - 1)])])
}
