import { readFileSync } from 'node:fs'
import usual from '../../config/default-organisation.json' with { type: 'json' }
import { Organisation } from './organisation.ts'

/** The insurer unless ORGANISATION names another. */
export const DEFAULT_ORGANISATION: string = usual

export function organisationPath(name: string): string {
  return new URL(`../../config/organisations/${name.replace(/[^a-z0-9-]/g, '')}.json`, import.meta.url).pathname
}

/** Throws if there is no such file, or if it is wrong. */
export function readOrganisation(name: string = DEFAULT_ORGANISATION): Organisation {
  return Organisation.parse(JSON.parse(readFileSync(organisationPath(name), 'utf8')))
}
