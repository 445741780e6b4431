import { globSync, readFileSync } from 'node:fs'

/** The notices of the packages of which these files are, and their licences in full. Throws if a package has none. */
export function noticesOf(files: readonly string[]): string {
  const packages = files.flatMap(file => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? [])
  return [...new Set(packages)].toSorted().map(noticeOf).join('\n\n')
}

function noticeOf(name: string): string {
  const { version, license } = JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8'))
  // Some packages name their licence, and leave its text in their repository.
  const [file] = [...globSync(`node_modules/${name}/LICEN[CS]E*`), ...globSync(`src/assets/notices/${name}.txt`)]
  if (!file) throw new Error(`${name} has no licence text: add src/assets/notices/${name}.txt`)
  return `${name} ${version} (${license})\n\n${readFileSync(file, 'utf8').trim()}\n`
}
