import ar from '../../locales/ar.json' with { type: 'json' }
import fr from '../../locales/fr.json' with { type: 'json' }

/** "Étape 2 sur 8" in each language. */
const PLACES = [fr, ar].map(
  ({ service }) => [new RegExp(service.step.replace(/{{n}}|{{of}}/g, '\\d+'), 'g'), service.step] as const,
)

/**
 * A page without what every answer has another of, a line for each element. Its place in the journey is left out as well
 * ("step n of m", the page before it and the title of the next): a new page changes no snapshot but its own.
 */
export function steady(html: string): string {
  const page = html
    .replace(/(nonce|data-puzzle)="[^"]*"/g, '$1=""')
    .replace(/(\/assets\/\w+)\.[0-9A-Z]{8}\./g, '$1.')
    .replace(/(<a class="govuk-back-link" href=)"[^"]*"/g, '$1""')
    .replace(/\s+/g, ' ')
    .replace(
      /(<div class="app-progress__next">)(?:<div class="app-both">)?(?:<p[^>]*>[^<]*(?:<span class="app-whole">[^<]*<\/span>[^<]*)*<\/p>)+(?:<\/div>)?/g,
      '$1',
    )
    .replace(/> </g, '>\n<')
    .trim()
  return PLACES.reduce((text, [place, placeholder]) => text.replace(place, placeholder), page)
}

/** Of a steadied page its title and main part; of a mail, which has none, its body. */
export function titleAndMain(page: string): string {
  const part = page.includes('<main') ? 'main' : 'body'
  return page.match(new RegExp(`<title>.*</title>|<${part}[\\s\\S]*</${part}>`, 'g'))?.join('\n') ?? page
}

/** Of a page that is opened to an agent the band that says so. Throws if there is none. */
export function band(page: string): string {
  return page.match(/<aside class="app-assistance"[\s\S]*?<\/aside>/)![0]
}

/** Of a steadied page with errors or a notice: its title, what it says above the form, and the fields in error. */
export function whatIsSaid(page: string): string {
  const title = page.match(/<title>.*<\/title>/g)!
  const above =
    page.match(/<div class="(?:govuk-error-summary|app-notice(?: app-notice--good)?)" id="\w+"[\s\S]*?<\/div>/g) ?? []
  return [...title, ...above, ...fieldsInError(page)].map(part => part.replaceAll('\n', '')).join('\n')
}

/** The controls that an error describes, with their labels, hints and errors, in the order of the page. */
function fieldsInError(page: string): string[] {
  const find = (start: string, end = '') => [...page.matchAll(new RegExp(`${start}[^>]*>${end}`, 'g'))]
  const controls = find('<(?:input|fieldset)[^>]* aria-describedby="[^"]*-error"')
  const words = controls.flatMap(({ index, 0: control }) => [
    ...(control.match(/[\w-]+-(?:hint|error)(?=[ "])/g) ?? []).flatMap(id =>
      find(`<(\\w+) id="${id}"`, '[\\s\\S]*?</\\1>'),
    ),
    ...find(`<label[^>]* for="${/ id="([^"]*)"/.exec(control)?.[1]}"`, '[\\s\\S]*?</label>'),
    ...(control.startsWith('<fieldset') ? find('<legend', '[\\s\\S]*?</legend>') : [])
      .filter(legend => legend.index > index)
      .slice(0, 1),
  ])
  const groups = find('<div class="[^"]*govuk-form-group--error')
  const parts = new Map([...groups, ...controls, ...words].map(({ index, 0: part }) => [index, part]))
  return [...parts].toSorted(([a], [b]) => a - b).map(([, part]) => part)
}
