import type { AtRule, ChildNode, Declaration, Root, Rule } from 'postcss'
import { data, type Feature, lackedBy, part } from './floor.ts'

/** A feature of a stylesheet that a browser of the floor lacks, or that MDN does not know at all. */
export interface Beyond {
  /** As in MDN's data, or `unknown: …`. */
  key: string
  lackedBy: string[]
  /** What such a browser passes over. */
  node: ChildNode
  /** Something that those browsers know stands before it in the same rule. */
  hasFallback: boolean
}

/** Everything in a built stylesheet that the floor does not know, in the order of the file. */
export function beyondFloor(root: Root): Beyond[] {
  const flex = new Set<string>()
  root.walkDecls('display', ({ value, parent }) => {
    if (value.includes('flex')) for (const selector of (parent as Rule).selectors) flex.add(subject(selector))
  })
  const found: Beyond[] = []
  root.walk(node => {
    if (node.type === 'decl') found.push(...ofDeclaration(node, flex))
    if (node.type === 'rule') found.push(...ofRule(node))
    if (node.type === 'atrule') found.push(...ofAtRule(node))
  })
  return found
}

/** The stylesheet as a browser of the floor reads it: without what it passes over. */
export function asFloorReads(root: Root): Root {
  const read = root.clone()
  for (const { node, key } of beyondFloor(read)) if (!key.startsWith('unknown')) node.remove()
  return read
}

function ofDeclaration(node: Declaration, flex: Set<string>): Beyond[] {
  const { prop, parent } = node
  if (/^-/.test(prop)) return []
  if ((parent as AtRule).name === 'font-face') return judge(node, 'css.at-rules.font-face', prop)
  const twins = (parent as Rule).nodes.filter(one => one.type === 'decl')
  const prefixes = (of: string, text: (one: Declaration) => string) =>
    ['-webkit-', '-moz-'].filter(prefix => twins.some(one => text(one) === prefix + of))
  const value = node.value.replace(/"[^"]*"|url\([^)]*\)/g, '')
  const own = judge(
    node,
    'css.properties',
    ALIASES[prop] ?? prop,
    prefixes(prop, one => one.prop),
  )
  if (own.length > 0) return own
  const words = (value.match(/(?<![\w.#(-])[a-z][a-z-]*(?![\w(-])/gi) ?? []).flatMap(word => {
    const { key, feature } = find(['properties', prop, word], ['types', 'color', 'system-color', word.toLowerCase()])
    return feature
      ? [
          told(
            node,
            key,
            feature,
            prefixes(word, one => (one.prop === prop ? one.value : '')),
          ),
        ]
      : []
  })
  // `clip: rect()` is older than the shape of that name.
  const functions = (prop === 'clip' ? [] : (value.match(/[a-z][a-z-]*(?=\()/g) ?? [])).map(name => {
    const { key, feature } = find(
      ['properties', prop, name],
      ['types', name],
      ...inside(data.css['types'] as Feature, name),
    )
    return feature ? told(node, key, feature) : unknown(node, `${name}()`)
  })
  const units = (value.match(/(?<=\d)[a-z]+/gi) ?? []).flatMap(unit => judgeUnit(node, unit))
  const inFlex =
    /^(grid-)?(row-|column-)?gap$/.test(prop) && (parent as Rule).selectors.some(one => flex.has(subject(one)))
  return [
    ...words.filter(isBeyond),
    ...functions.filter(isBeyond),
    ...units,
    ...(inFlex ? judge(node, 'css.properties.gap', 'flex_context') : []),
  ]
}

/** What a selector is about, without where that stands: `.c` of `.a > .c`. */
const subject = (selector: string) => selector.split(/[\s>+~]+/).at(-1)!

/** Older names of properties, which MDN lists under the newer alone. */
const ALIASES: Record<string, string> = { 'grid-gap': 'gap', 'word-wrap': 'overflow-wrap' }

/** Units that every browser knows are not in MDN's data, or under another name. */
function judgeUnit(node: Declaration, unit: string): Beyond[] {
  const group = [
    [/^[dls]v(h|w|i|b|min|max)$/, 'viewport_percentage_units_dynamic'],
    [/^cq/, 'container_query_length_units'],
    [/^r?(lh|ic|cap|ex|ch)$/, unit],
  ] as const
  const name = group.find(([units]) => units.test(unit))?.[1]
  return name ? judge(node, 'css.types.length', name) : []
}

function ofRule(node: Rule): Beyond[] {
  if ((node.parent as AtRule).name?.endsWith('keyframes')) return []
  const { selector } = node
  const pseudos = (selector.replace(/\\./g, '').match(/(?<=:)[a-z][a-z-]*/g) ?? []).flatMap(name =>
    judge(node, 'css.selectors', name),
  )
  return [
    ...pseudos,
    ...(/:not\([^()]*,/.test(selector) ? judge(node, 'css.selectors.not', 'selector_list') : []),
    ...(/\[[^\]]*\s[is]\]/.test(selector) ? judge(node, 'css.selectors.attribute', 'case_insensitive_modifier') : []),
    ...(node.parent?.type === 'rule' ? judge(node, 'css.selectors', 'nesting') : []),
  ]
}

function ofAtRule(node: AtRule): Beyond[] {
  const { name, params } = node
  if (name.startsWith('-')) return []
  const own = judge(node, 'css.at-rules', name)
  if (name === 'supports')
    return [...own, ...(params.includes('selector(') ? judge(node, 'css.at-rules.supports', 'selector') : [])]
  if (name !== 'media') return own
  // A list holds where one of its queries does: it is passed over if the floor knows none of them.
  const queries = params
    .split(',')
    .filter(query => !query.includes('(-ms-'))
    .map(query => ofQuery(node, query))
  return [...own, ...(queries.every(beyond => beyond.length > 0) ? queries.flat() : [])]
}

function ofQuery(node: AtRule, query: string): Beyond[] {
  const features = query.match(/(?<=\(\s*)-?[a-z][a-z-]*/g) ?? []
  return [
    ...features.flatMap(name => judge(node, 'css.at-rules.media', name.replace(/^(min|max)-/, ''))),
    ...(/[<>]/.test(query) ? judge(node, 'css.at-rules.media', 'range_syntax') : []),
    ...(/\) or \(/.test(query) ? judge(node, 'css.at-rules.media', 'or_syntax') : []),
  ]
}

function judge(node: ChildNode, within: string, name: string, prefixes?: string[]): Beyond[] {
  const feature = part(data as unknown as Feature, ...within.split('.'), name)
  const key = `${within}.${name}`
  return [feature ? told(node, key, feature, prefixes) : unknown(node, key)].filter(isBeyond)
}

function told(node: ChildNode, key: string, feature: Feature, prefixes: string[] = []): Beyond {
  const isWholeProperty = key.split('.').length === 3
  const before = node.type === 'decl' && !isWholeProperty ? earlier(node) : []
  return { key, lackedBy: lackedBy(feature, ['', ...prefixes]), node, hasFallback: before.length > 0 }
}

function unknown(node: ChildNode, key: string): Beyond {
  return { key: `unknown: ${key}`, lackedBy: ['MDN'], node, hasFallback: false }
}

const isBeyond = ({ lackedBy }: Beyond) => lackedBy.length > 0

function earlier(node: Declaration): ChildNode[] {
  const siblings = (node.parent as Rule).nodes
  return siblings.slice(0, siblings.indexOf(node)).filter(one => one.type === 'decl' && one.prop === node.prop)
}

/** The first of these places in MDN's data on CSS that there is. */
function find(...places: string[][]): { key: string; feature?: Feature } {
  for (const place of places) {
    const feature = part(data.css, ...place)
    if (feature?.__compat) return { key: `css.${place.join('.')}`, feature }
  }
  return { key: '' }
}

/** Where a function may stand: one level down in the types, as `rotate` in `transform-function`. */
function inside(types: Feature, name: string): string[][] {
  return Object.keys(types).map(type => ['types', type, name])
}
