import type { Visit } from './counted.ts'
import { LAST, PATHS } from './journey.ts'

/** About what a puzzle of the wizard weighs. */
export const PUZZLE_BYTES = 470

/** A page of the floor: the wizard's own HTML, its inputs' values put in by nunjucks. */
export interface FloorPage {
  path: string
  template: string
  /** Names of what can be filled in. */
  fields: string[]
}

/** The pages that a member saw on the way, so that the floor sends the same bytes for them. */
export function floorPages(visits: readonly Visit[]): FloorPage[] {
  return ['', ...PATHS, LAST].map(path => {
    const { body } = visits.find(visit => visit.method === 'GET' && visit.path === path)!
    return { path, template: templateOf(body), fields: fieldsOf(body) }
  })
}

const TYPED = /<input(?![^>]*type="hidden")[^>]*name="(\w+)"[^>]*>/g
const SECRET_OR_CHOICE = /type="(?:password|radio|checkbox)"/

/** Typed text comes from the session; whatever would be an instruction to nunjucks is taken out. */
function templateOf(html: string): string {
  return html
    .replace(/\{([{%#])/g, '{ $1')
    .replace(TYPED, (input, name) =>
      SECRET_OR_CHOICE.test(input) ? input : input.replace(/value="[^"]*"/, `value="{{ values.${name} }}"`),
    )
}

function fieldsOf(html: string): string[] {
  return [...new Set([...html.matchAll(TYPED)].map(([, name]) => name!))]
}
