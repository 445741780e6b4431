import type { startFarEnds } from '../src/demo/far-ends.ts'

const PATIENCE_MS = 10_000

/** Hands out the code of each message once, by the address or number it went to. Rejects when none comes in 10 s. */
export function postBox({ smtp, twilio }: Pick<Awaited<ReturnType<typeof startFarEnds>>, 'smtp' | 'twilio'>) {
  const boxes = new Map<string, PromiseWithResolvers<string>>()
  smtp.mails.onArrival(() => {
    const { to, text } = smtp.mails.all.at(-1)!
    arrived(to, text)
  })
  twilio.texts.onArrival(() => {
    const { to, body } = twilio.texts.all.at(-1)!
    arrived(to, body)
  })

  return async function codeSentTo(destination: string): Promise<string> {
    const { promise, reject } = boxOf(destination)
    const late = setTimeout(() => reject(new Error('No code came')), PATIENCE_MS)
    const code = await promise
    clearTimeout(late)
    boxes.delete(destination)
    return code
  }

  function arrived(destination: string, text: string): void {
    const [code] = /\b\d{6}\b/.exec(text) ?? []
    if (code) boxOf(destination).resolve(code)
  }

  function boxOf(destination: string): PromiseWithResolvers<string> {
    const box = boxes.get(destination) ?? Promise.withResolvers<string>()
    boxes.set(destination, box)
    return box
  }
}
