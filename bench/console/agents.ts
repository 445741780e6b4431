import { get } from 'node:http'
import type { AgentBrowser } from '../../test/support/console.ts'

/** A stream of a follower's page, read as it comes. */
export interface Stream {
  /** Calls `heard` for each section that arrives. */
  onSection(heard: () => void): void
  close(): void
}

/** Looks the reference up, and fails unless the caller's page is followed then. */
export async function follow(agent: AgentBrowser, reference: string): Promise<void> {
  await agent.get('')
  const page = await agent.post('', { reference, ground: 'call' })
  if (page.status !== 303 || page.path !== 'suivi') throw new Error(`look-up answered ${page.status} ${page.path}`)
}

export function openStream(origin: string, agent: AgentBrowser): Promise<Stream> {
  const { promise, resolve, reject } = Promise.withResolvers<Stream>()
  const listeners: (() => void)[] = []
  const request = get(`${origin}/suivi/flux`, { headers: { cookie: agent.cookies }, agent: false }, response => {
    if (response.statusCode !== 200) return reject(new Error(`a stream answered ${response.statusCode}`))
    response.setEncoding('utf8').on('data', (text: string) => {
      if (/^event: (?!beat|stale)/m.test(text)) for (const heard of listeners) heard()
    })
    response.once('data', () =>
      resolve({ onSection: heard => void listeners.push(heard), close: () => void request.destroy() }),
    )
  })
  request.on('error', reject)
  return promise
}
