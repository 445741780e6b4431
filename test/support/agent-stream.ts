export type AgentStream = Awaited<ReturnType<typeof openStream>>

/** Reads server-sent events until it is stopped or the server ends them. */
export async function openStream(url: string, cookie = '') {
  const asked = new AbortController()
  const { status, headers, body } = await fetch(url, { headers: { cookie }, signal: asked.signal, redirect: 'manual' })
  let text = ''
  const ended = (async () => {
    for await (const chunk of body?.pipeThrough(new TextDecoderStream()) ?? []) text += chunk
  })().catch(() => {})
  const events = () =>
    text
      .split('\n\n')
      .filter(block => block.startsWith('event: '))
      .map(block => block.split('\n'))
  return {
    status,
    headers,
    /** Resolves when the server has ended it. */
    ended,
    text: () => text,
    /** The events in their order. */
    names: () => events().map(([first]) => first!.slice('event: '.length)),
    /** The data of all events of this name. */
    data: (name: string) =>
      events()
        .filter(([first]) => first === `event: ${name}`)
        .map(([, ...lines]) => lines.map(line => line.slice('data: '.length)).join('\n')),
    stop: () => asked.abort(),
  }
}
