import { globSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { z } from 'zod'

/** One break of a control, and the test that must notice it. */
const Mutant = z.strictObject({
  /** What the break removes, in words. */
  breaks: z.string().min(10),
  /** Where, below the project's folder. */
  file: z
    .string()
    .regex(
      /^(src|views|config|locales|public|docs|deploy|package\.json|\.npmrc|Dockerfile|docker-compose\.yml|\.dockerignore)/,
    ),
  /** Text that occurs there once. */
  from: z.string().min(3),
  to: z.string(),
  /** The file of the test, and part of its title. */
  test: z.string().regex(/^test\/.*\.test\.ts$/),
  title: z.string().min(5),
})

export type Mutant = z.output<typeof Mutant> & {
  /** The requirement whose control is broken, and which of its breaks: `OTP-3.1`. */
  name: string
  id: string
}

/** Every break that is kept: `test/mutants/<requirement>.json` holds those of one requirement. Throws on a file of another form. */
export function allMutants(): Mutant[] {
  const files = globSync('test/mutants/*.json').toSorted(byNumber)
  return files.flatMap(file => {
    const id = basename(file, '.json')
    const breaks = z
      .array(Mutant)
      .min(1)
      .parse(JSON.parse(readFileSync(file, 'utf8')))
    return breaks.map((each, n) => ({ ...each, id, name: `${id}.${n + 1}` }))
  })
}

/** The text of the file with the break in it. Throws if `from` does not occur exactly once. */
export function mutated(text: string, { name, file, from, to }: Mutant): string {
  const parts = text.split(from)
  if (parts.length !== 2) throw new Error(`${name}: “${from}” occurs ${parts.length - 1} times in ${file}`)
  return parts.join(to)
}

const byNumber = (one: string, other: string) => one.localeCompare(other, 'en', { numeric: true })
