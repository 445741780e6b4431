import { readFileSync } from 'node:fs'

/** The oldest version of each browser that pages are built for, by Browserslist's names: `{ chrome: '80' }`. From package.json. */
export const floor: Record<string, string> = Object.fromEntries(
  (JSON.parse(readFileSync('package.json', 'utf8')) as { browserslist: string[] }).browserslist.map(query => {
    const [name, version] = query.split(' >= ')
    if (!name || !version) throw new Error(`"${query}" in browserslist is not of the form "browser >= version"`)
    return [name, version]
  }),
)

/** The same for esbuild, which takes Android's browsers for Chrome. */
export const targets: string[] = Object.entries(floor)
  .filter(([name]) => !/^and/.test(name))
  .map(([name, version]) => name.replace('ios_saf', 'ios') + version)
