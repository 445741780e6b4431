import { activation } from './journey.ts'

/** `npm run journey`: the journey as a Mermaid diagram; dotted arrows are what a changed answer voids. */
const name = (slug: string) => slug.replaceAll('-', '_')
const { steps } = activation
const boxes = steps.map(({ slug, path, percent }) => `  ${name(slug)}["${slug}<br>/${path} · ${percent} %"]`)
const route = ['start', ...steps.map(({ slug }) => name(slug)), 'done'].join(' --> ')
const voids = steps.flatMap(({ slug, dependsOn = [] }) =>
  dependsOn.map(cause => `  ${name(cause.slug)} -. voids .-> ${name(slug)}`),
)
console.log(['flowchart TD', ...boxes, `  ${route}`, ...voids].join('\n'))
