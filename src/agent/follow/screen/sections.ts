import type { Copy } from '../../../i18n/copy.ts'
import type { RenderTemplate } from '../../../web/views.ts'
import type { SayAll } from '../../guide/say.ts'
import type { Screen } from './screen.ts'
import { timer } from './timer.ts'

/** The parts of the screen that change by themselves, in the order in which they are sent. */
export const SECTIONS = ['now', 'say', 'preview', 'events', 'status'] as const
export type Section = (typeof SECTIONS)[number]

type Sections = Record<Section, string>
export type Look = { kind: 'sections'; sections: Sections } | { kind: 'over'; html: string }

export interface Wording {
  /** In the agent's language. */
  t: Copy
  /** As the member reads it, in both languages. */
  member: Copy
  say: SayAll
}

/** Draws what a stream sends: the sections of a screen, or why there is nothing more to see. */
export function createSections(render: RenderTemplate) {
  return {
    sections(screen: Screen, wording: Wording): Look {
      const draw = (name: Section) => render(`agent/follow/${name}`, { ...wording, screen, timer })
      return { kind: 'sections', sections: Object.fromEntries(SECTIONS.map(name => [name, draw(name)])) as Sections }
    },

    over: (over: string, wording: Wording): Look => ({
      kind: 'over',
      html: render('agent/follow/over', { ...wording, over }),
    }),
  }
}

/** A section without what the browser counts by itself, to see whether anything has changed. */
export const still = (section: string): string => section.replace(/(data-(?:since|until)=")\d+("[^>]*>)[\d:]*/g, '$1$2')
