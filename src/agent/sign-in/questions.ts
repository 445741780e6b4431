import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'

/** A mistake of who types the command. */
export class Refused extends Error {}

/** Asks on the terminal, or reads lines from a pipe. What is asked secretly is not echoed. */
export function createQuestions() {
  let quiet = false
  const output = new Writable({
    write(chunk, _encoding, done) {
      if (!quiet) process.stdout.write(chunk)
      done()
    },
  })
  const lines = createInterface({ input: process.stdin, output, terminal: process.stdin.isTTY === true })
  const buffered = lines[Symbol.asyncIterator]()
  const read = async (question: string) => {
    process.stdout.write(question)
    const { value } = await buffered.next()
    if (typeof value !== 'string') throw new Refused('nothing was typed')
    return value
  }
  return {
    openly: (question: string) => read(question),
    async secretly(question: string) {
      quiet = true
      const typed = await read(question)
      quiet = false
      process.stdout.write('\n')
      return typed
    },
    close: () => lines.close(),
  }
}
