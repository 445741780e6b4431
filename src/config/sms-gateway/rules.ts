import { isLoopback, isSafe } from '../loopback.ts'
import type { SmsGatewayFile } from './file.ts'
import { namesIn, PLACEHOLDERS, type Template, templatesOf } from './placeholders.ts'

const HOLDS_A_SECRET = /authori[sz]ation|api[-_]?key|token|secret|passw|pwd/i

/** Rules between parts of SMS_GATEWAY_FILE, and between it and the environment; one line for each that is broken. */
export function gatewayProblems(
  gateway: SmsGatewayFile,
  { file, secret, publicUrl }: { file: string; secret: string | undefined; publicUrl: string | undefined },
): string[] {
  const templates = templatesOf(gateway)
  const used = new Set(templates.flatMap(({ text }) => namesIn(text)))
  const bodies = Number(!!gateway.json) + Number(!!gateway.form)
  const wantsSecret = used.has('secret') || gateway.basicUser !== undefined
  const publicly = !publicUrl || !URL.canParse(publicUrl) || !isLoopback(new URL(publicUrl).hostname)
  const rules: [broken: boolean | undefined, problem: string][] = [
    [
      publicly && !isSafe(new URL(gateway.url)),
      'url: must be https: unless its host, or that of PUBLIC_URL, is loopback',
    ],
    [gateway.method === 'GET' && bodies > 0, 'method: GET has no body: use query'],
    [bodies > 1, 'json: and form cannot both be the body'],
    [!used.has('to') && !used.has('toDigits'), 'needs {to} or {toDigits} in query, json or form'],
    [!used.has('text'), 'needs {text} in query, json or form'],
    [used.has('charset') && !gateway.charset, 'charset: is needed for {charset}'],
    [used.has('callback') && !gateway.reports, 'reports: is needed for {callback}'],
    [gateway.reports && !used.has('callback'), 'reports: needs {callback} in query, json or form'],
    [
      gateway.basicUser !== undefined && Object.keys(gateway.headers).some(name => /^authorization$/i.test(name)),
      'basicUser: and a header Authorization cannot both be given',
    ],
  ]
  return [
    ...rules.flatMap(([broken, problem]) => (broken ? [`${file}: ${problem}`] : [])),
    ...templates.flatMap(template =>
      templateProblems(template).map(problem => `${file}: ${template.place}: ${problem}`),
    ),
    ...(wantsSecret && !secret ? [`SMS_GATEWAY_SECRET: is needed: ${file} takes a secret from it`] : []),
  ]
}

function templateProblems({ place, text }: Template): string[] {
  const names = namesIn(text)
  const inHeader = place.startsWith('headers.')
  const unknown = names.filter(name => !(PLACEHOLDERS as readonly string[]).includes(name))
  return [
    ...unknown.map(name => `{${name}} is none of ${PLACEHOLDERS.map(each => `{${each}}`).join(', ')}`),
    ...(inHeader && names.some(name => name !== 'secret') ? ['a header can hold no placeholder but {secret}'] : []),
    // A secret in the file would be copied with it, into repositories and tickets.
    ...(HOLDS_A_SECRET.test(place) && !names.includes('secret')
      ? ['looks like a secret: write {secret}, and give it as SMS_GATEWAY_SECRET']
      : []),
  ]
}
