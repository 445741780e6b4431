import { type Node, parse } from 'acorn'
import { data, type Feature, lackedBy, part } from './floor.ts'

type Found = Node & Record<string, unknown>

/**
 * What a built script uses that browsers of the floor lack, a line each: globals, what is asked of them by name
 * (`AbortSignal.timeout`), members by their name alone (`.submitter`, `.replaceAll()`), events that are listened to, and lookbehind in regular
 * expressions. Throws for syntax newer than ES2019, which is what Safari 13.0 reads.
 *
 * A name that something else has as well (`.at` of a list, if the floor had any `.at`) passes. Names in strings (`'x' in window`,
 * `x['y']`), options in objects (`{ signal }`) and what a known function does with new arguments are not seen.
 */
export function scriptBeyondFloor(code: string): string[] {
  const nodes = nodesOf(code)
  const own = new Set(nodes.flatMap(declared))
  const called = new Set(nodes.map(node => node.type === 'CallExpression' && node['callee']))
  return [...new Set(nodes.flatMap(node => ofNode(node, own, called.has(node) ? '()' : '')))].toSorted()
}

/** The rest of a list literal taken apart, `[a, ...rest] = [1, 2]`: Safari before 14.1 gives wrong values. */
export function takesListApart(code: string): boolean {
  return nodesOf(code).some(node => {
    const [target, source] = [node['id'] ?? node['left'], node['init'] ?? node['right']] as (Found | null)[]
    if (target?.type !== 'ArrayPattern' || source?.type !== 'ArrayExpression') return false
    return (target['elements'] as (Found | null)[]).some(element => element?.type === 'RestElement')
  })
}

function ofNode(node: Found, own: Set<string>, call: string): string[] {
  if (node.type === 'MemberExpression' && !node['computed']) {
    const [object, { name }] = [node['object'] as Found, node['property'] as { name: string }]
    if ((object['property'] as { name?: string } | undefined)?.name === 'dataset') return []
    const isGlobal = object.type === 'Identifier' && !own.has(object['name'] as string)
    return (isGlobal && ofGlobalMember(object['name'] as string, name)) || ofMember(name, call)
  }
  if (node.type === 'Property' && node['shorthand'] === false && !node['computed'] && isPattern(node['value'] as Found))
    return ofMember((node['key'] as Found)['name'] as string)
  if (node.type === 'Identifier') return own.has(node['name'] as string) ? [] : ofGlobal(node['name'] as string)
  if (node.type === 'CallExpression') return ofListener(node)
  const regex = node['regex'] as { pattern: string } | undefined
  const lookbehind = part(data.javascript, 'regular_expressions', 'lookbehind_assertion')!
  return regex && /\(\?<[=!]/.test(regex.pattern) ? told('lookbehind', [lookbehind]) : []
}

function ofGlobal(name: string): string[] {
  return told(name, [part(data.javascript, 'builtins', name), part(data.api, name), part(data.api, 'Window', name)])
}

/** What is asked of a global by name; undefined where MDN does not list it there. */
function ofGlobalMember(object: string, name: string): string[] | undefined {
  const upper = object[0]!.toUpperCase() + object.slice(1)
  const features = [
    part(data.javascript, 'builtins', object, name),
    part(data.api, upper, `${name}_static`),
    part(data.api, upper, name),
  ]
  return features.some(Boolean) ? told(`${object}.${name}`, features) : undefined
}

function ofMember(name: string, call = ''): string[] {
  return told(`.${name}${call}`, MEMBERS.get(name) ?? [])
}

function ofListener({ callee, arguments: given }: Found): string[] {
  const { name, property } = callee as { name?: string; property?: { name?: string } }
  const [first] = given as Found[]
  if ((property?.name ?? name) !== 'addEventListener' || typeof first?.['value'] !== 'string') return []
  return told(`on ${first['value']}`, MEMBERS.get(`${first['value']}_event`) ?? [])
}

/** Nothing if any of these has it: then which of them is meant cannot be told. */
function told(name: string, features: (Feature | undefined)[]): string[] {
  const lacks = features.flatMap(feature => (feature?.__compat ? [lackedBy(feature)] : []))
  return lacks.length > 0 && lacks.every(({ length }) => length > 0) ? [name] : []
}

/** Everything that MDN lists inside an interface or a built-in object, by its name. */
const MEMBERS = Map.groupBy(
  [...Object.values(data.api), ...Object.values(part(data.javascript, 'builtins')!)].flatMap(
    of => Object.entries(of ?? {}).filter(([name]) => name !== '__compat') as [string, Feature][],
  ),
  ([name]) => name,
) as unknown as Map<string, Feature[]>
for (const [name, entries] of MEMBERS)
  MEMBERS.set(
    name,
    entries.map(entry => (entry as unknown as [string, Feature])[1]),
  )

function declared(node: Found): string[] {
  const names = [node['id'], node['param'], ...((node['params'] as Found[] | undefined) ?? [])]
  return names.flatMap(name => (name ? bound(name as Found) : []))
}

/** The names that a pattern binds. */
function bound(pattern: Found): string[] {
  return [...walk(pattern)].flatMap(node => (node.type === 'Identifier' ? [node['name'] as string] : []))
}

const isPattern = ({ type }: Found) => type === 'Identifier' || type.endsWith('Pattern')

const nodesOf = (code: string) => [...walk(parse(code, { ecmaVersion: 2019 }) as Node as Found)]

function* walk(node: Found): Generator<Found> {
  yield node
  for (const value of Object.values(node))
    for (const child of [value].flat())
      if (child && typeof (child as Found).type === 'string') yield* walk(child as Found)
}
