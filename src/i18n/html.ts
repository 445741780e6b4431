import nunjucks from 'nunjucks'

/** Marks our own HTML as safe for templates. Typed as the string it behaves like. */
export function html(text: string): string {
  return new nunjucks.runtime.SafeString(text) as unknown as string
}
