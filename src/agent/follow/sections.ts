import type { Copy } from '../../i18n/copy.ts'
import type { RenderTemplate } from '../../web/views.ts'
import type { Screen } from './screen.ts'
import { timer } from './timer.ts'

/** The parts of the screen that change by themselves, in the order in which they are sent. */
export const SECTIONS = ['now', 'preview', 'events', 'status'] as const
export type Section = (typeof SECTIONS)[number]

export interface Wording {
  /** In the agent's language. */
  t: Copy
  /** As the member reads it, in both languages. */
  member: Copy
}

/** Returns a function that draws each section. */
export function createSections(render: RenderTemplate) {
  return (screen: Screen, wording: Wording): Record<Section, string> => {
    const context = { ...wording, screen, counted: timer }
    return Object.fromEntries(SECTIONS.map(name => [name, render(`agent/follow/${name}`, context)])) as Record<
      Section,
      string
    >
  }
}

/** A section without what the browser counts by itself, to see whether anything has changed. */
export const still = (section: string): string => section.replace(/(data-(?:since|until)=")\d+("[^>]*>)[\d:]*/g, '$1$2')
