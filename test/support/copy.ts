import ofMembersInArabic from '../../locales/ar.json' with { type: 'json' }
import ofAgentsInArabic from '../../locales/console/ar.json' with { type: 'json' }
import ofAgentsInFrench from '../../locales/console/fr.json' with { type: 'json' }
import ofMembersInFrench from '../../locales/fr.json' with { type: 'json' }
import saidInArabic from '../../locales/guide/ar.json' with { type: 'json' }
import saidInFrench from '../../locales/guide/fr.json' with { type: 'json' }

/** All copy, of the wizard and, under `console`, of the console; `guide` is what agents say. */
export const fr = { ...ofMembersInFrench, console: ofAgentsInFrench, guide: saidInFrench }
export const ar = { ...ofMembersInArabic, console: ofAgentsInArabic, guide: saidInArabic }
