import { writeFileSync } from 'node:fs'
import { reviewPage } from './review.ts'
import { wordsPage } from './words.ts'

/** `npm run words`: writes docs/words.md and docs/review.md anew, after a change of copy. */
writeFileSync('docs/words.md', wordsPage())
writeFileSync('docs/review.md', reviewPage())
