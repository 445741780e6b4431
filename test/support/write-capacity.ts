import { readFileSync, writeFileSync } from 'node:fs'
import { capacityTable, figuresOf, withTable } from './capacity.ts'

/** `npm run capacity`: works docs/capacity.md out anew, after a change of the figures in its first tables. */
const FILE = 'docs/capacity.md'
const page = readFileSync(FILE, 'utf8')
writeFileSync(FILE, withTable(page, capacityTable(figuresOf(page))))
