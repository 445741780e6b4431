import { find } from './dom.ts'

const SECONDS = { first: 3, longest: 15, growth: 1.3 }

/** Looks whether the activation is settled, ever less often, and goes where it has led. The page itself stays as it is. */
export function finishing(): void {
  if (find('[data-finishing]')) later(SECONDS.first)
}

function later(seconds: number): void {
  setTimeout(async () => {
    const answer = await fetch(location.href, { credentials: 'same-origin' }).catch(() => undefined)
    if (answer?.redirected) location.assign(answer.url)
    else later(Math.min(seconds * SECONDS.growth, SECONDS.longest))
  }, seconds * 1000)
}
