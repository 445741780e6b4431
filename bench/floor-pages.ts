import type { Visit } from './counted.ts'
import { LAST, PATHS } from './journey.ts'

/** A page of the floor: the wizard's own HTML, its inputs' values put in by nunjucks. */
export interface FloorPage {
  path: string
  template: string
  /** What must be filled in. */
  fields: string[]
}

/** The pages that a member saw on the way, so that the floor sends the same bytes for them. */
export function floorPages(visits: readonly Visit[]): FloorPage[] {
  return ['', ...PATHS, LAST].map(path => {
    const { body } = visits.find(visit => visit.method === 'GET' && visit.path === path)!
    return { path, template: templateOf(body), fields: requiredOf(body) }
  })
}

/** Typed text comes from the session; whatever would be an instruction to nunjucks is taken out. */
function templateOf(html: string): string {
  return html
    .replace(/\{([{%#])/g, '{ $1')
    .replace(/<input(?![^>]*type="(?:hidden|radio|checkbox|password)")[^>]*>/g, input => {
      const [, name] = /name="(\w+)"/.exec(input) ?? []
      return name ? input.replace(/value="[^"]*"/, `value="{{ values.${name} }}"`) : input
    })
}
