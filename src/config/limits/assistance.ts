import { z } from 'zod'
import { figure, windows } from './bounds.ts'

/** The call centre: the opened page of a member, and the agents' console (AG-1, AG-4, AG-6). */
export const AssistanceLimits = z.strictObject({
  /** A member's page stays open to an agent for so long, and never longer than the session. */
  openSeconds: figure(300, 1800, 3600),
  /** After so long without a sign of the agent's browser nobody follows. */
  watchSeconds: figure(5, 60, 300),
  /** Wrong references per agent. */
  misses: windows([5, 600], [20, 86_400]),
  /** References looked up by an agent in an hour that raise the alarm. */
  lookupsAlarm: figure(5, 30, 200),
  /** Of an agent's session; the idle time is counted by presses alone. */
  idleSeconds: figure(120, 900, 1800),
  absoluteSeconds: figure(600, 36_000, 43_200),
  signIn: z.strictObject({ perName: windows([5, 900]), perNetwork: windows([20, 900]) }).prefault({}),
  streams: z
    .strictObject({ perAgent: figure(1, 2, 10), total: figure(10, 500, 2000), seconds: figure(60, 1800, 3600) })
    .prefault({}),
})

export type AssistanceLimits = z.output<typeof AssistanceLimits>
