import { sinceArrival } from '../clock.ts'
import { find, findAll, say } from '../dom.ts'

/** A stream that says nothing for so long is stale, whatever the browser takes it for. */
const SILENCE_MS = 25_000
/** After a refused stream the whole page is fetched, as without scripts. */
const RELOAD_MS = 10_000
const SECTIONS = ['now', 'say', 'preview', 'events'] as const

/** Keeps a followed page up to date by server-sent events, and counts its times. Speaks the newest event alone. */
export function follow(): void {
  const root = find('[data-follow]')
  if (!root) return
  const arrivedAt = Number(root.dataset['now'])
  const now = () => arrivedAt + sinceArrival()
  const live = find('[data-live]')!
  const word = find('[data-here]', live)!
  let asOf = arrivedAt
  let heardAt = performance.now()
  let state = ''

  live.hidden = false
  for (const link of findAll('[data-refresh]')) link.hidden = true
  show('connecting')
  setInterval(() => {
    count(root, now())
    if (state === 'live' && performance.now() - heardAt > SILENCE_MS) show('stale')
  }, 1000)

  const stream = new EventSource(root.dataset['follow']!)
  const on = (name: string, act: (data: string) => void) =>
    stream.addEventListener(name, event => {
      heardAt = performance.now()
      act((event as MessageEvent<string>).data)
    })
  for (const name of SECTIONS) on(name, html => replace(name, html))
  on('status', html => speak(html))
  on('beat', at => {
    asOf = Number(at)
    show('live')
  })
  on('stale', at => {
    asOf = Number(at)
    show('stale')
  })
  on('over', html => {
    end()
    replaceAll(html)
  })
  on('signed-out', () => {
    end()
    show('signedOut')
  })
  stream.onerror = () => {
    if (state !== 'signedOut') show('stale')
    if (stream.readyState === EventSource.CLOSED) setTimeout(() => location.reload(), RELOAD_MS)
  }

  function end(): void {
    stream.onerror = null
    stream.close()
  }

  /** The state as a word beside a dot, never by colour alone. */
  function show(next: string): void {
    if (next === 'live' && state === 'live') return
    state = next
    live.dataset['live'] = next
    say(live.parentNode!, next, word)
    const clock = next === 'stale' && find('bdi', word)
    if (clock) clock.textContent = CLOCK.format(asOf)
  }

  function replace(name: string, html: string): void {
    const section = document.getElementById(name)
    if (!section) return
    const focused = section.contains(document.activeElement) && document.activeElement?.id
    section.innerHTML = html
    count(section, now())
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true })
  }

  function speak(html: string): void {
    const status = document.getElementById('status')!
    const next = document.createElement('p')
    next.innerHTML = html
    if (status.textContent?.trim() !== next.textContent?.trim()) status.innerHTML = html
  }

  function replaceAll(html: string): void {
    const hadFocus = root!.contains(document.activeElement)
    const status = document.getElementById('status')!
    for (const element of findAll('.app-columns', root!)) element.remove()
    root!.insertAdjacentHTML('beforeend', html)
    // Said, not shown twice.
    status.className = 'govuk-visually-hidden'
    status.textContent = find('#over p', root!)?.textContent ?? ''
    live.hidden = true
    for (const form of findAll('form', live.parentElement!)) form.hidden = true
    if (hadFocus) document.getElementById('over')?.focus()
  }
}

const CLOCK = new Intl.DateTimeFormat('fr-MA', { timeZone: 'Africa/Casablanca', timeStyle: 'medium', hourCycle: 'h23' })

function count(root: HTMLElement, now: number): void {
  for (const timer of findAll('[data-since]', root)) timer.textContent = clocked(now - Number(timer.dataset['since']))
  for (const timer of findAll('[data-until]', root)) timer.textContent = clocked(Number(timer.dataset['until']) - now)
}

function clocked(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60]
  const two = (part: number) => String(part).padStart(2, '0')
  return `${hours ? `${hours}:${two(minutes)}` : minutes}:${two(seconds % 60)}`
}
