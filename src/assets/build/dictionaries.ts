import { createHash } from 'node:crypto'
import { dictionaryPages } from '../../demo/dictionary-pages.ts'
import { writeCompressed } from './compressed.ts'

/** Writes a compression dictionary for each insurer and mode: `both-<insurer>.<hash>.dict`. Returns their names. */
export async function writeDictionaries(folder: string, organisations: readonly string[]): Promise<string[]> {
  const names: string[] = []
  for (const organisation of organisations)
    for (const [mode, text] of Object.entries(await dictionaryPages(organisation))) {
      const contents = Buffer.from(text)
      const hash = createHash('sha256').update(contents).digest('hex').slice(0, 8)
      const name = `${mode}-${organisation}.${hash}.dict`
      await writeCompressed(`${folder}/${name}`, contents)
      names.push(name)
    }
  return names
}
