import { find, steadily } from './dom.ts'

/** When to look, in seconds since the page was shown: carriers report within the first minute, if at all. */
const LOOKS = [20, 60]

/** Looks whether the code could be delivered, and says so without a reload. */
export function delivery(): void {
  if (find('#news')) for (const seconds of LOOKS) setTimeout(look, seconds * 1000)
}

async function look(): Promise<void> {
  // Not the page's own address, which may be the one for asking for a new code.
  const { action } = find<HTMLFormElement>('#step')!
  const page = await fetch(action, { credentials: 'same-origin' }).catch(() => undefined)
  const now = new DOMParser().parseFromString(page ? await page.text() : '', 'text/html')
  const [shown, latest] = [find('#news')!, find('#news', now)]
  // News that was shown stays.
  if (!latest?.childElementCount || latest.innerHTML === shown.innerHTML) return
  steadily(() => {
    shown.innerHTML = latest.innerHTML
    const [old, resend] = [find('#resend'), find('#resend', now)]
    old?.closest('details')?.setAttribute('open', '')
    // A code that was not delivered has ended the wait.
    if (old && resend && !resend.dataset['wait']) old.replaceWith(resend)
  })
}
