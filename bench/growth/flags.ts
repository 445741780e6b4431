import { parseArgs } from 'node:util'

export type Flags = ReturnType<typeof readFlags>

/** How much to measure. Throws on a flag that is not one of these. */
export function readFlags(args: string[]) {
  const { values } = parseArgs({
    args,
    options: {
      journeys: { type: 'string', default: '10000' },
      minutes: { type: 'string', default: '60' },
      sessions: { type: 'string', default: '10000' },
      turns: { type: 'string', default: '6' },
      passwords: { type: 'string', default: '1800' },
      starts: { type: 'string', default: '7' },
      members: { type: 'string', default: '16' },
      only: { type: 'string', multiple: true },
      picture: { type: 'string' },
    },
  })
  return {
    /** Of one server, over which its memory is read. */
    journeys: Number(values.journeys),
    /** The most that they may take. */
    minutes: Number(values.minutes),
    /** The most live sessions that a journey is measured beside. */
    sessions: Number(values.sessions),
    /** In how many parts the servers with few and many sessions are measured by turns. */
    turns: Number(values.turns),
    /** Hashed while the latency of a page is measured. */
    passwords: Number(values.passwords),
    starts: Number(values.starts),
    /** The parts to measure, if not all; the others stay as the last run found them. */
    only: values.only,
    /** At once. */
    members: Number(values.members),
    /** A second place for the picture. */
    picture: values.picture,
  }
}
