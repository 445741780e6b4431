import { resolve } from 'node:path'
import { parseArgs } from 'node:util'

export type Flags = ReturnType<typeof readFlags>

/** How much to measure. Throws on a flag that is not one of these. */
export function readFlags(args: string[]) {
  const { values } = parseArgs({
    args,
    options: {
      quick: { type: 'boolean', default: false },
      rounds: { type: 'string' },
      journeys: { type: 'string' },
      'warm-up': { type: 'string' },
      members: { type: 'string' },
      against: { type: 'string' },
    },
  })
  const number = (name: 'rounds' | 'journeys' | 'warm-up' | 'members', usual: number, quick = usual) =>
    Number(values[name] ?? (values.quick ? quick : usual))
  return {
    rounds: number('rounds', 3, 1),
    /** Measured in each round, after the warm-up. */
    journeys: number('journeys', 384, 128),
    warmUp: number('warm-up', 320, 128),
    /** At once. */
    members: number('members', 32),
    /** The root of another checkout, packages installed, to compare with in place of the floor. */
    against: values.against && resolve(values.against),
  }
}
