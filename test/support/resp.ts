/** Splits what comes over a connection to Redis into whole commands or replies, each as its bytes. */
export function respReader() {
  let rest = Buffer.alloc(0)
  return (data: Buffer): Buffer[] => {
    rest = Buffer.concat([rest, data])
    const whole: Buffer[] = []
    for (let end = endOf(rest, 0); end !== undefined; end = endOf(rest, 0)) {
      whole.push(rest.subarray(0, end))
      rest = rest.subarray(end)
    }
    return whole
  }
}

/** The words of a command. */
export function wordsOf(command: Buffer): string[] {
  const words: string[] = []
  let at = lineEnd(command, 0)!
  while (at < command.length) {
    const from = lineEnd(command, at)!
    const end = endOf(command, at)!
    words.push(command.toString('latin1', from, end - 2))
    at = end
  }
  return words
}

/** Where the value that begins at `at` ends; undefined while it is not whole. */
function endOf(data: Buffer, at: number): number | undefined {
  const head = lineEnd(data, at)
  if (head === undefined) return undefined
  const type = String.fromCharCode(data[at]!)
  const size = Number(data.toString('latin1', at + 1, head - 2))
  if ('$=!'.includes(type)) return size < 0 ? head : head + size + 2 <= data.length ? head + size + 2 : undefined
  let end: number | undefined = head
  const values = '*~>'.includes(type) ? size : type === '%' ? 2 * size : 0
  for (let n = 0; n < values && end !== undefined; n++) end = endOf(data, end)
  return end
}

function lineEnd(data: Buffer, at: number): number | undefined {
  const end = data.indexOf('\r\n', at)
  return end < 0 ? undefined : end + 2
}
