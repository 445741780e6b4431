import { globSync, readFileSync } from 'node:fs'
import type { Plugin } from 'postcss'

/** Drops the rules of govuk-* classes that no view names, and the fallbacks that browsers with custom properties never read. */
export function usedOnly(views: readonly string[]): Plugin {
  const excluded = views.filter(pattern => pattern.startsWith('!')).map(pattern => pattern.slice(1))
  const text = globSync([...views], { exclude: excluded })
    .map(file => readFileSync(file, 'utf8'))
    .join('\n')
  const named = new Set(text.match(/govuk-[\w-]+/g))
  const used = (selector: string) => (selector.match(/\.govuk-[\w-]+/g) ?? []).every(name => named.has(name.slice(1)))
  return {
    postcssPlugin: 'used-only',
    Declaration(declaration) {
      declaration.value = declaration.value.replace(/var\((--govuk-[\w-]+), [^()]+\)/g, 'var($1)')
    },
    Once(root) {
      root.walkRules(rule => {
        rule.selector = rule.selector.replace(/:not\(:has\((\.govuk-[\w-]+)\)\)/g, (is, name) => (used(name) ? is : ''))
        const kept = rule.selectors.filter(selector => used(selector.replace(/:not\([^)]*\)/g, '')))
        if (kept.length === 0) rule.remove()
        else if (kept.length < rule.selectors.length) rule.selectors = kept
      })
      root.walkAtRules('media', media => void (media.nodes?.length || media.remove()))
    },
  }
}
