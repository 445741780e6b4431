import { writeFileSync } from 'node:fs'
import { readOrganisation } from '../../config/organisation-file.ts'
import { translators } from '../../i18n/index.ts'
import { templateCopy, templates } from '../views/index.ts'

const FOLDER = new URL('../../../config/proxy/wizard/errors/', import.meta.url)
const PAGES = { unavailable: 'unavailable', 'bad-request': 'badRequest', 'too-large': 'tooLarge' }
/** As `Retry-After` of `config/proxy/nginx.conf` says. */
const RETRY_SECONDS = 60
/** Inline, since the proxy shows these pages when nothing else can be loaded. `error-pages.conf` holds its hash. */
const STYLE =
  'body{font:1.1875rem/1.4 system-ui,sans-serif;margin:0;padding:1rem}main{max-width:60rem;margin:auto;overflow-wrap:anywhere}h1{font-size:1.75rem;line-height:1.2}.app-pair{display:flex;flex-wrap:wrap;gap:0 .5rem}.app-both{display:flex;flex-wrap:wrap;gap:0 2rem}.app-both p,.app-both span{flex:1 1 20rem;margin-top:0}.app-number{white-space:nowrap}'

export async function proxyPages(name?: string): Promise<Record<string, string>> {
  const organisation = readOrganisation(name)
  const t = templateCopy(await translators(organisation, false), organisation).both
  const render = templates({ reload: false })
  return Object.fromEntries(
    Object.entries(PAGES).map(([file, page]) => [
      `${file}.html`,
      render('proxy-error', { t, page, style: STYLE, organisation, wait: { in: { seconds: RETRY_SECONDS } } }),
    ]),
  )
}

/** `npm run proxy-pages [-- NAME]`: run it after a change of copy, or for another insurer. */
if (import.meta.main)
  for (const [file, page] of Object.entries(await proxyPages(process.argv[2])))
    writeFileSync(new URL(file, FOLDER), page)
