import { globSync } from 'node:fs'
import { basename } from 'node:path'

export { readOrganisation } from '../../src/config/organisation-file.ts'

/** The insurers that have a file. */
export const INSURERS = globSync('config/organisations/*.json')
  .map(file => basename(file, '.json'))
  .toSorted()
