import type { Copy } from '../../i18n/copy.ts'
import { html } from '../../i18n/html.ts'

interface Parser {
  nextToken(): { value: string; lineno: number; colno: number }
  parseSignature(tolerant: null, bare: true): { children: object[] }
  advanceAfterBlockEnd(tag?: string): void
  parseUntilBlocks(tag: string): object
}
interface Nodes {
  Literal: new (line: number, column: number, value: number) => object
  CallExtension: new (extension: object, method: string, args: object, bodies: object[]) => object
}

/** The tag `{% once t, … %}…{% endonce %}`: its body is rendered once for each `t` and further values (CONTRIBUTING.md). */
export function onceTag({ keep }: { keep: boolean }) {
  const kept = new WeakMap<Copy, Map<string, string>>()
  let places = 0
  return {
    tags: ['once'],
    parse(parser: Parser, nodes: Nodes): object {
      const { value, lineno, colno } = parser.nextToken()
      const args = parser.parseSignature(null, true)
      args.children.unshift(new nodes.Literal(lineno, colno, places++))
      parser.advanceAfterBlockEnd(value)
      const body = parser.parseUntilBlocks('endonce')
      parser.advanceAfterBlockEnd()
      return new nodes.CallExtension(this, 'render', args, [body])
    },
    render(_context: object, place: number, t: Copy, ...rest: unknown[]): string {
      const body = rest.pop() as () => string
      const parts = kept.get(t) ?? new Map<string, string>()
      const key = rest.length > 0 ? `${place} ${JSON.stringify(rest)}` : `${place}`
      const made = parts.get(key) ?? html(body())
      if (keep && !parts.has(key)) kept.set(t, parts.set(key, made))
      return made
    },
  }
}
