import type { ApiDocument } from './document.ts'

/** Where the document says in words what no schema can. */
const RULES = {
  requestId: ['/info/description', 'Every response carries `X-Request-Id`'],
  problem: ['/info/description', 'Errors are `application/problem+json`'],
  problemType: ['/info/description', 'The last segment of the path of `type`'],
  otherPath: ['/info/description', 'A path that this document does not name'],
  size: ['/info/description', 'A response has at most 1 MB'],
  redirect: ['/info/description', 'Redirects are not followed'],
  tokenFirst: ['/info/description', 'checked before anything else'],
  time: ['/info/description', 'Answer within 3 seconds'],
  zeros: ['/info/description', 'compare without them'],
  yearOnly: ['/info/description', 'the year alone only matches'],
  health: ['/paths/~1v1~1health/get/description', 'Needs no token'],
  twoMatches: ['/paths/~1v1~1identity-checks/post/description', 'If two members match'],
  allThree: ['/paths/~1v1~1identity-checks/post/description', 'All three facts'],
  cause: ['/paths/~1v1~1identity-checks/post/responses/404/description', 'The cause'],
  opaque: ['/components/schemas/Match/properties/member', 'Opaque'],
  questions: ['/components/schemas/Match/properties/questions', 'What to ask next'],
  askedTwice: ['/components/schemas/Match/properties/questions', 'Never the identifier of the claim'],
  status: ['/components/schemas/Match/properties/accountStatus', 'accountStatus'],
  verified: ['/paths/~1v1~1members~1{member}~1payment-checks/post/responses/200', 'True only if'],
  activeToo: ['/paths/~1v1~1members~1{member}~1payment-checks/post/description', 'An account that is active'],
  tooFew: ['/paths/~1v1~1members~1{member}~1payment-checks/post/requestBody', 'With one too few'],
  handleForm: ['/components/responses/Invalid', 'A handle that is not of its form'],
  notJson: ['/components/responses/NotJson', 'is not `application/json`'],
  repeat: ['/paths/~1v1~1members~1{member}~1account/put/responses/200', 'A repeat of a request'],
  freeKey: ['/paths/~1v1~1members~1{member}~1account/put/description', 'Only a success binds a key'],
  sameBody: ['/paths/~1v1~1members~1{member}~1account/put/description', 'The same body'],
  oneMember: ['/paths/~1v1~1members~1{member}~1account/put/description', 'A key belongs to one member'],
  oneKey: ['/paths/~1v1~1members~1{member}~1account/put/description', 'If two requests with one key'],
  twoKeys: ['/paths/~1v1~1members~1{member}~1account/put/description', 'If two requests with different keys'],
  unchanged: ['/paths/~1v1~1members~1{member}~1account/put/description', 'An invalid request changes nothing'],
  key: ['/paths/~1v1~1members~1{member}~1account/put/parameters/2/schema', 'minLength'],
} as const satisfies Record<string, readonly [pointer: string, saying: string]>

export type Rule = keyof typeof RULES

/** The line of the document that states a rule. */
export const lineOfRule = (document: ApiDocument, rule: Rule): number => {
  const [pointer, saying] = RULES[rule]
  return document.lineOf(pointer, saying)
}

/** Throws unless the document still states every rule. */
export function holdRules(document: ApiDocument): void {
  for (const rule of Object.keys(RULES)) lineOfRule(document, rule as Rule)
}
