import { readFileSync } from 'node:fs'
import { Organisation } from '../../src/config/organisation.ts'

/** `config/organisations/<name>.json`, checked. */
export function readOrganisation(name: 'cnops' | 'cnss'): Organisation {
  const file = new URL(`../../config/organisations/${name}.json`, import.meta.url)
  return Organisation.parse(JSON.parse(readFileSync(file, 'utf8')))
}
