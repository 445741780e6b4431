import type { Declaration, Plugin, Rule } from 'postcss'

const SIDES: Record<string, string> = { left: 'inline-start', right: 'inline-end' }

/** Left and right become start and end, so that one stylesheet serves both directions, on one page too. */
export function logical(): Plugin {
  return { postcssPlugin: 'logical', Declaration: turn }
}

function turn(declaration: Declaration): void {
  const { prop, value } = declaration
  if (isDrawn(declaration) && prop.startsWith('border')) return
  if (/^(margin|padding|border)-(left|right)(?![\w-]*-radius)/.test(prop))
    declaration.prop = prop.replace(/left|right/, side => SIDES[side]!)
  else if (prop === 'left' || prop === 'right') place(declaration)
  else if (prop === 'text-align' && (value === 'left' || value === 'right'))
    declaration.value = value === 'left' ? 'start' : 'end'
  else if (/^(margin|padding|border-width|border-color|border-style|inset)$/.test(prop)) split(declaration)
}

/** Ticks and arrows are bent borders, turned: which way they point is not a matter of sides. */
function isDrawn({ parent }: Declaration): boolean {
  return parent?.type === 'rule' && /::?(before|after)/.test((parent as Rule).selector)
}

/** `left` alone becomes both sides: of a box with a width, browsers drop the other one. Chrome before 87 and Safari before 14.5 lack `inset-inline-start`. */
function place(declaration: Declaration): void {
  const { prop, value, parent } = declaration
  const other = prop === 'left' ? 'right' : 'left'
  const beside = (name: string) => (parent as Rule).nodes.find(node => node.type === 'decl' && node.prop === name)
  const opposite = beside(other) as Declaration | undefined
  if (opposite && opposite.value !== value) throw declaration.error('left and right in one rule differ')
  if (!opposite && !beside('width')) throw declaration.error(`${prop} needs a width in the same rule`)
  if (!opposite) declaration.cloneBefore({ prop: other })
}

/** `padding: 1px 2px 3px 4px`: only where the two sides differ does it matter which comes first. */
function split(declaration: Declaration): void {
  const parts = declaration.value.match(/(?:[^\s(]|\([^()]*(?:\([^()]*\)[^()]*)*\))+/g) ?? []
  const [top, right, bottom, left] = parts
  if (parts.length !== 4 || left === right) return
  const [name, kind] = declaration.prop.split('-')
  const edge = (side: string) => [name, side, kind].filter(Boolean).join('-')
  declaration.cloneBefore({ prop: edge('top'), value: top! })
  declaration.cloneBefore({ prop: edge('inline-end'), value: right! })
  declaration.cloneBefore({ prop: edge('bottom'), value: bottom! })
  declaration.replaceWith(declaration.clone({ prop: edge('inline-start'), value: left! }))
}
