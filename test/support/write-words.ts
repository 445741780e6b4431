import { writeFileSync } from 'node:fs'
import { wordsPage } from './words.ts'

/** `npm run words`: writes docs/words.md anew, after a change of copy. */
writeFileSync('docs/words.md', wordsPage())
