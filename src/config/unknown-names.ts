/** Read by the demo and the trial, which share the .env file. */
const ELSEWHERE = ['DEMO_INBOX_PORT', 'WIZARD_URL']
const OURS = {
  wizard: /^(TWILIO_|SMS_|RECAPTCHA_|CAPTCHA_|MEMBER_API_|SMTP_|LIVE_VIEW_|TRUST_PROX|LIMITS_)/,
  console: /^(AGENT_OIDC_|LIVE_VIEW_)/,
}
/** Names that Kubernetes and Docker set for other services. */
const OF_A_SERVICE = /_SERVICE_(HOST|PORT)|_PORT_\d+_(TCP|UDP)/
/** Shorter names resemble too many others; longer ones may have two typos. */
const [SHORTEST, LONG] = [6, 10]

/** A line for each variable that resembles one of `known`: its value would be ignored. `others`: of the program that shares the .env file. */
export function unknownNames(
  names: readonly string[],
  known: readonly string[],
  others: readonly string[],
  program: keyof typeof OURS = 'wizard',
): string[] {
  const all = [...known, ...others, ...ELSEWHERE]
  return names
    .filter(name => !all.includes(name) && !OF_A_SERVICE.test(name))
    .flatMap(name => {
      const meant = known.find(each => looksLike(name.toUpperCase(), each))
      if (meant) return `${name}: is not a variable of the ${program}; did you mean ${meant}?`
      return OURS[program].test(name.toUpperCase()) ? `${name}: is not a variable of the ${program}` : []
    })
}

function looksLike(name: string, known: string): boolean {
  if (known.length < SHORTEST || Math.abs(name.length - known.length) > 2) return false
  const slips = known.length < LONG ? 1 : 2
  return areAlike(name, known, slips, slips)
}

/** Whether both become the same word if at most so many letters of each are left out. */
function areAlike(one: string, other: string, ofOne: number, ofOther: number): boolean {
  let same = 0
  while (same < one.length && one[same] === other[same]) same++
  const [rest, others] = [one.slice(same), other.slice(same)]
  if (!rest || !others) return rest.length <= ofOne && others.length <= ofOther
  return (
    (ofOne > 0 && areAlike(rest.slice(1), others, ofOne - 1, ofOther)) ||
    (ofOther > 0 && areAlike(rest, others.slice(1), ofOne, ofOther - 1))
  )
}
