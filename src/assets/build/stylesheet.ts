import { globSync, readFileSync } from 'node:fs'
import type { Plugin as EsbuildPlugin } from 'esbuild'
import postcss, { type Plugin } from 'postcss'
import { compileStringAsync } from 'sass'
import { logical } from './logical.ts'

/** Builds each insurer's file in config/organisations/ as a stylesheet in its colours. `root` is the project's folder. */
export function insurerStyles(root: string): EsbuildPlugin {
  const loadPaths = [`${root}src/assets/styles`, `${root}node_modules`]
  const processor = postcss([usedOnly(`${root}views/`), logical()])
  return {
    name: 'insurer-styles',
    setup({ onLoad }) {
      onLoad({ filter: /[\\/]organisations[\\/][^\\/]+\.json$/ }, async ({ path }) => {
        const { colours } = JSON.parse(readFileSync(path, 'utf8')) as { colours: { brand: string; accent: string } }
        const source = `@use 'colours' with ($brand: ${colours.brand}, $accent: ${colours.accent}); @use 'app';`
        const { css } = await compileStringAsync(source, { loadPaths, quietDeps: true, charset: false })
        return { contents: processor.process(css, { from: undefined }).css, loader: 'css', resolveDir: root }
      })
    },
  }
}

/** Drops the rules of every govuk-* class that no view names, and the fallbacks that browsers with custom properties never read. */
function usedOnly(views: string): Plugin {
  const text = globSync(`${views}**/*.njk`)
    .map(file => readFileSync(file, 'utf8'))
    .join('\n')
  const named = new Set(text.match(/govuk-[\w-]+/g))
  const used = (selector: string) => (selector.match(/\.govuk-[\w-]+/g) ?? []).every(name => named.has(name.slice(1)))
  return {
    postcssPlugin: 'used-only',
    Declaration(declaration) {
      declaration.value = declaration.value.replace(/var\((--govuk-[\w-]+), [^()]+\)/g, 'var($1)')
    },
    OnceExit(root) {
      root.walkRules(rule => {
        const kept = rule.selectors.filter(selector => used(selector.replace(/:not\([^)]*\)/g, '')))
        if (kept.length === 0) rule.remove()
        else if (kept.length < rule.selectors.length) rule.selectors = kept
      })
      root.walkAtRules('media', media => void (media.nodes?.length || media.remove()))
    },
  }
}
