import type { Declaration, Plugin, Rule } from 'postcss'

const SIDES: Record<string, string> = { left: 'inline-start', right: 'inline-end' }

/** Left and right become start and end, so that one stylesheet serves both directions, on one page too. */
export function logical(): Plugin {
  return { postcssPlugin: 'logical', Declaration: turn, OnceExit: root => void root.append(DIRECTIONS) }
}

/**
 * Chrome before 87 and Safari before 14.5 pass over `inset-inline-start`. Of these two, the one that is `initial` counts as
 * not set, so `left: var(--app-rtl, 2px)` is 2px in what reads from left to right, and auto in the other direction.
 */
const DIRECTIONS = '[dir=ltr]{--app-ltr:auto;--app-rtl:initial}[dir=rtl]{--app-ltr:initial;--app-rtl:auto}'

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

/** `left: 2px` alone: 2px from where a line begins. With as much on the right it holds in both directions. */
function place(declaration: Declaration): void {
  const { prop, value } = declaration
  if (value.includes('var(--app-')) return
  const other = prop === 'left' ? 'right' : 'left'
  const opposite = (declaration.parent as Rule).nodes.find(node => node.type === 'decl' && node.prop === other)
  if (opposite?.type === 'decl') {
    if (opposite.value !== value) throw declaration.error('left and right in one rule, and not the same')
    return
  }
  const [here, there] = prop === 'left' ? ['--app-rtl', '--app-ltr'] : ['--app-ltr', '--app-rtl']
  declaration.cloneBefore({ value: `var(${here}, ${value})` })
  declaration.replaceWith(declaration.clone({ prop: other, value: `var(${there}, ${value})` }))
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
