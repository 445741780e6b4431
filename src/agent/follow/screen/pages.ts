import { activation } from '../../../journey.ts'

/** What a page of the member's is called: the copy key of its title, and its number if it is a step. */
export interface PageName {
  title: string
  n?: number
  of?: number
}

export function pageName(page: string): PageName {
  const step = activation.steps.find(({ slug }) => slug === page)
  if (step) return { title: `steps.${page}.title`, n: activation.number(step), of: activation.steps.length }
  const name = page.replace('error.', '').replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
  return { title: `pages.${name}.title` }
}
