import { existsSync } from 'node:fs'
import nunjucks from 'nunjucks'
import type { Organisation } from '../../config/organisation.ts'
import { type Copy, copyFor } from '../../i18n/copy.ts'
import { html } from '../../i18n/html.ts'
import type { Translate } from '../../i18n/index.ts'
import { type Language, MODES, type Mode } from '../../ports/index.ts'
import { onceTag } from './once.ts'

const FOLDER = new URL('../../../views', import.meta.url).pathname

export type RenderTemplate = (template: string, context: object) => string

export function templateOf(slug: string): string {
  return existsSync(`${FOLDER}/steps/${slug}.njk`) ? `steps/${slug}` : 'step'
}

export function templates({ reload, keep = !reload }: { reload: boolean; keep?: boolean }): RenderTemplate {
  const loader = new nunjucks.FileSystemLoader(FOLDER, { noCache: reload })
  const environment = new nunjucks.Environment(loader, { autoescape: true, trimBlocks: true, lstripBlocks: true })
  environment.addExtension('once', onceTag({ keep }))
  return (template, context) => environment.getTemplate(`${template}.njk`, true).render(context)
}

/** `t` in templates: the copy in the reading mode, with its HTML, already escaped, marked as safe. */
export function templateCopy(translate: Record<Language, Translate>, { callCentre }: Organisation): Record<Mode, Copy> {
  const marked = (mode: Mode): Copy => {
    const copy = copyFor(mode, translate, callCentre)
    return {
      ...copy,
      inline: (...of) => html(copy.inline(...of)),
      named: (...of) => html(copy.named(...of)),
      label: (...of) => html(copy.label(...of)),
      block: (...of) => html(copy.block(...of)),
      own: (...of) => html(copy.own(...of)),
    }
  }
  return Object.fromEntries(MODES.map(mode => [mode, marked(mode)])) as Record<Mode, Copy>
}
