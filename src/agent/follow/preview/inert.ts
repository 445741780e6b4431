/** Our own page as a picture of itself: no form, hidden field, script or focus; nothing in it can be pressed, filled in or tabbed to. */
export function inert(page: string): string {
  return page
    .replace(/<(script|template|noscript)\b[\s\S]*?<\/\1>\s*/g, '')
    .replace(/<\/?form\b[^>]*>\s*/g, '')
    .replace(/<input type="hidden"[^>]*>\s*/g, '')
    .replace(/(<[a-z][^>]*?) (?:autofocus|form="[^"]*")/g, '$1')
    .replace(/<a\b([^>]*?) href="[^"]*"/g, '<a$1 href="#main" tabindex="-1"')
    .replace(/<(button|summary)\b/g, '<$1 tabindex="-1"')
    .replace(/<input\b/g, '<input tabindex="-1" readonly')
    .replace(/<button\b(?![^>]* type=)/g, '<button type="button"')
}
