import { find } from './dom.ts'

/** When to look, in seconds since the page was shown: carriers tell within the first minute, if at all. */
const LOOKS = [20, 60]

/** Looks whether the code could be delivered, and says so without a reload. */
export function delivery(): void {
  if (find('#news')) for (const seconds of LOOKS) setTimeout(look, seconds * 1000)
}

async function look(): Promise<void> {
  const page = await fetch(location.href, { credentials: 'same-origin' }).catch(() => undefined)
  const now = new DOMParser().parseFromString(page ? await page.text() : '', 'text/html')
  const [shown, told] = [find('#news')!, find('#news', now)]
  if (!told || told.innerHTML === shown.innerHTML) return
  shown.innerHTML = told.innerHTML
  const [old, resend] = [find('#resend'), find('#resend', now)]
  // A code that reached nobody ended the wait.
  if (old && resend && !resend.dataset['wait']) old.replaceWith(resend)
}
