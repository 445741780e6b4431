import { readFileSync, writeFileSync } from 'node:fs'
import { withGenerated } from './requirements.ts'

/** `npm run requirements`: brings the generated columns of docs/security.md up to date. */
const FILE = 'docs/security.md'
writeFileSync(FILE, withGenerated(readFileSync(FILE, 'utf8')))
