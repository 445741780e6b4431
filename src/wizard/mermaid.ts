import type { Journey } from './journey.ts'

/** The journey as a Mermaid diagram; a dotted arrow leads to a step whose answer a change deletes. */
export function toMermaid({ steps }: Journey): string {
  const name = (slug: string) => slug.replaceAll('-', '_')
  const boxes = steps.map(({ slug, path, percent }) => `  ${name(slug)}["${slug}<br>/${path} · ${percent} %"]`)
  const route = ['start', ...steps.map(({ slug }) => name(slug)), 'done'].join(' --> ')
  const voids = steps.flatMap(({ slug, dependsOn = [] }) =>
    dependsOn.map(cause => `  ${name(cause.slug)} -. voids .-> ${name(slug)}`),
  )
  return ['flowchart TD', ...boxes, `  ${route}`, ...voids].join('\n')
}
