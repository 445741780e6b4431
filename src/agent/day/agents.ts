import { keysFor } from '../../domain/crypto/keyed-hash.ts'
import { Sealer } from '../../domain/crypto/seal.ts'
import type { Bookkeeper } from '../../observability/bookkeeper.ts'
import type { DaySheet } from '../../ports/index.ts'

/** What agents did when they looked callers up; `alarmed`: beyond what raises an alarm. */
export const AGENT_WORDS = ['followed', 'unknown', 'limited', 'alarmed'] as const
export type AgentWord = (typeof AGENT_WORDS)[number]
export type AgentRow = { name: string } & Record<AgentWord, number>

export type AgentCounts = ReturnType<typeof createAgentCounts>

/** Counts of a day by agent (D17). Redis holds a hash for each, and the name sealed under `keys`. */
export function createAgentCounts(keys: readonly Buffer[], countAgent: Bookkeeper['countAgent']) {
  const sealer = new Sealer(keysFor(keys, 'day-agent'))
  return {
    /** `agent`: a hash of the account, as their following has. */
    count(agent: string, word: AgentWord, account?: string): void {
      const id = agent.slice(0, ID_LENGTH)
      countAgent(id, word, account === undefined ? undefined : () => sealer.seal(account, id))
    },

    /** By name, not by number. An agent whose name no key opens any more is left without. */
    rows({ counts, names }: DaySheet): AgentRow[] {
      const rows = new Map<string, AgentRow>()
      for (const [entry, count] of Object.entries(counts)) {
        const [id = '', word] = entry.split(' ')
        const name = sealer.open(names[id] ?? '', id) ?? ''
        const row = rows.get(name) ?? { name, followed: 0, unknown: 0, limited: 0, alarmed: 0 }
        if (isWord(word)) rows.set(name, { ...row, [word]: row[word] + count })
      }
      return [...rows.values()].toSorted((one, other) => one.name.localeCompare(other.name))
    },
  }
}

const ID_LENGTH = 16
const isWord = (word: string | undefined): word is AgentWord => AGENT_WORDS.some(known => known === word)
