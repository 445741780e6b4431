import { createRequire } from 'node:module'

interface Event {
  line: number
  kind: 'mapping' | 'sequence' | 'scalar' | null
  result: unknown
}
interface Node extends Event {
  children: Node[]
}

const yaml = createRequire(import.meta.url)('js-yaml') as {
  load(text: string, options: { listener(event: 'open' | 'close', state: Event): void }): unknown
}

/** A YAML text as data, with the line (from 1) of each key and item by its JSON pointer. */
export function withLines(text: string): { data: unknown; lines: ReadonlyMap<string, number> } {
  const under: Node[] = [{ line: 0, kind: 'sequence', result: undefined, children: [] }]
  const data = yaml.load(text, {
    listener(event, { line, kind, result }) {
      if (event === 'open') under.push({ line: line + 1, kind, result, children: [] })
      else {
        const { line, children } = under.pop()!
        under.at(-1)!.children.push({ line, kind, result, children })
      }
    },
  })
  const lines = new Map<string, number>()
  note(under[0]!.children[0]!, '', lines)
  return { data, lines }
}

/** One step of a JSON pointer (RFC 6901). */
export const step = (key: string | number): string => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`

function note({ kind, result, children }: Node, pointer: string, lines: Map<string, number>): void {
  const noteAt = (key: unknown, line: number, value: Node) => {
    lines.set(pointer + step(String(key)), line)
    note(value, pointer + step(String(key)), lines)
  }
  const [only] = children
  // js-yaml reads `- { … }` as the key of a mapping first.
  if (kind === 'mapping' && only?.result === result) note(only!, pointer, lines)
  else if (kind === 'mapping')
    for (let at = 0; at < children.length; at += 2) noteAt(children[at]!.result, children[at]!.line, children[at + 1]!)
  else if (kind === 'sequence') for (const [index, item] of children.entries()) noteAt(index, item.line, item)
}
