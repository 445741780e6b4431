import type { Copy } from '../../../i18n/copy.ts'
import type { RenderTemplate } from '../../../web/views/index.ts'
import type { SayAll } from '../../guide/say.ts'
import { alike } from './alike.ts'
import type { Screen } from './screen.ts'
import { timer } from './timer.ts'

/** The parts of the screen that change by themselves, in the order in which they are sent, and what each is drawn from. */
const SECTIONS = {
  now: [
    ...(['page', 'onPageSince', 'frontier', 'said', 'mode', 'questions'] as const),
    ...(['email', 'phone', 'lockedUntil', 'sessionUntil', 'openUntil'] as const),
  ],
  say: ['lines', 'mode', 'sheet'],
  preview: ['preview'],
  events: ['events'],
  status: ['events'],
} as const satisfies Record<string, readonly (keyof Screen)[]>

export type Section = keyof typeof SECTIONS

/** `sections`: the HTML of those that have changed. */
export type Look = { kind: 'sections'; sections: Partial<Record<Section, string>> } | { kind: 'over'; html: string }

export interface Wording {
  t: Copy
  member: Copy
  say: SayAll
}

/** Draws what one stream sends: the sections that have changed since the last screen, or why there is nothing more to see. */
export function createDrawing(render: RenderTemplate, wording: Wording) {
  const drawn = new Map<string, object>()
  return {
    changes(screen: Screen): Look {
      const changed = Object.entries(SECTIONS).flatMap(([name, fields]) => {
        const facts = Object.fromEntries(fields.map(field => [field, screen[field]]))
        if (alike(drawn.get(name), facts)) return []
        drawn.set(name, facts)
        return [[name, render(`agent/follow/${name}`, { ...wording, screen: facts, timer })]]
      })
      return { kind: 'sections', sections: Object.fromEntries(changed) }
    },

    over: (over: string): Look => ({ kind: 'over', html: render('agent/follow/over', { ...wording, over }) }),
  }
}
