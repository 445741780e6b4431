/** One use of a metric in an expression of Prometheus' query language. */
export interface MetricUse {
  metric: string
  /** Those it is matched or grouped by. */
  labels: string[]
  /** What its labels are compared with. */
  matchers: { label: string; operator: string; value: string }[]
}

const TOKEN = /\s+|("(?:[^"\\]|\\.)*"|[a-zA-Z_:][\w:]*|\$\w+|\d[\w.]*|=~|!~|!=|==|>=|<=|[-+*/%^(){}[\],=<>])/y
const OPERATORS = new Set(['and', 'or', 'unless', 'bool'])

/** The metrics of an expression. Throws on what is no expression, or beyond this small parser. */
export function metricsOf(expression: string): MetricUse[] {
  const tokens = tokensOf(expression)
  const uses: MetricUse[] = []
  const groups: string[][] = [[]]
  let grouping: string[] = []
  while (tokens.length) {
    const token = tokens.shift()!
    if (token === '(') {
      groups.push([...groups.at(-1)!, ...grouping])
      grouping = []
    } else if (token === ')') {
      groups.pop()
      if (!groups.length || tokens[0] === 'by') throw new Error(`not understood: ${expression}`)
    } else if (token === '[')
      while (tokens.shift() !== ']') if (!tokens.length) throw new Error(`open [: ${expression}`)
    if (!/^[a-zA-Z_:]/.test(token) || OPERATORS.has(token)) continue
    if (token === 'by') grouping = listOf(tokens)
    else if (tokens[0] !== '(' && tokens[0] !== 'by') {
      const matchers = tokens[0] === '{' ? matchersOf(tokens) : []
      uses.push({ metric: token, labels: [...groups.at(-1)!, ...matchers.map(({ label }) => label)], matchers })
    }
  }
  if (groups.length !== 1 || !uses.length) throw new Error(`unbalanced, or about nothing: ${expression}`)
  return uses
}

function tokensOf(expression: string): string[] {
  const tokens: string[] = []
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < expression.length) {
    const at = TOKEN.lastIndex
    const match = TOKEN.exec(expression)
    if (!match) throw new Error(`not understood: ${expression.slice(at)}`)
    if (match[1]) tokens.push(match[1])
  }
  return tokens
}

/** `(a, b)` */
function listOf(tokens: string[]): string[] {
  const inside = tokens.splice(0, tokens.indexOf(')') + 1)
  return inside.filter(token => /^\w/.test(token))
}

/** `{a="b", c=~"d|e"}` */
function matchersOf(tokens: string[]): MetricUse['matchers'] {
  const inside = tokens.splice(0, tokens.indexOf('}') + 1).filter(token => !/^[{},]$/.test(token))
  if (inside.length % 3) throw new Error(`not understood: ${inside.join(' ')}`)
  return Array.from({ length: inside.length / 3 }, (_, n) => {
    const [label, operator, value] = inside.slice(3 * n) as [string, string, string]
    return { label, operator, value: JSON.parse(value) as string }
  })
}
