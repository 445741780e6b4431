import { sinceArrival } from '../clock.ts'
import { find, pressedIn, say } from '../dom.ts'
import { readPuzzle } from './puzzle.ts'
import { fetchPuzzle, type Proof, type Puzzle, prove } from './solver.ts'

/** For a page's way here and a submit's way back. */
const MARGIN_MS = 10_000

/** "I am not a robot": the proof is worked out from the moment the page is read; the tick and the submit wait for it. */
export function captcha(): void {
  const box = find('.app-captcha[data-puzzle]')
  if (!box) return
  if (!canProve()) {
    box.remove()
    return
  }
  const tick = find<HTMLInputElement>('[type="checkbox"]', box)!
  const state = find('[role="status"]', box)!
  const payload = find<HTMLInputElement>('[name="altcha"]', box)!
  const question = find('#question')
  const form = payload.form!
  const lifetime = Number(box.dataset['lifetime']) * 1000
  // A script that comes late takes nothing from who is at the question already.
  if (isBegun(question)) return
  let proof = begin(0, async () => readPuzzle(box.dataset['puzzle']!))
  box.hidden = false
  hideQuestion(question)
  if (tick.checked) void settle()
  else state.textContent = ''

  tick.addEventListener('change', () => {
    if (tick.checked) void settle()
    else state.textContent = ''
  })

  form.addEventListener('submit', event => {
    // Unticked, it is told on the page that comes back, with whatever else is wrong. A button with a name sends no answer.
    if (payload.value || !tick.checked || pressedIn(form)?.name) return
    event.preventDefault()
    void sendWhenSettled()
  })

  addEventListener('pageshow', event => {
    if (!event.persisted || !payload.value) return
    // Back on a page that was sent: its proof is spent.
    payload.value = ''
    proof = another()
  })

  function begin(askedAt: number, puzzle: () => Promise<Puzzle>): Promise<Proof | undefined> {
    return puzzle()
      .then(puzzle => prove(puzzle, askedAt))
      .catch(() => undefined)
  }

  function another(): Promise<Proof | undefined> {
    return begin(sinceArrival(), () => fetchPuzzle(box!.dataset['another']!))
  }

  /** A proof that is good for a while yet: the one at hand, or a new one when that has grown old or never came. */
  async function fresh(): Promise<Proof | undefined> {
    const current = await proof
    if (current && sinceArrival() - current.askedAt < lifetime - MARGIN_MS) return current
    proof = another()
    return proof
  }

  async function settle(): Promise<Proof | undefined> {
    tick.removeAttribute('aria-invalid')
    box!.classList.add('app-captcha--working')
    show('working')
    const found = await fresh()
    box!.classList.remove('app-captcha--working')
    show(found ? 'done' : 'failed')
    if (!found) {
      tick.checked = false
      if (question) question.hidden = false
    }
    return found
  }

  async function sendWhenSettled(): Promise<void> {
    const found = await settle()
    if (!found) return
    payload.value = found.payload
    // Not from within the submit event that was held up: browsers ignore that.
    setTimeout(() => find<HTMLButtonElement>('button', form)!.click())
  }

  function show(name: string): void {
    say(box!, name, state)
  }
}

function canProve(): boolean {
  return window.isSecureContext && 'Worker' in window && 'crypto' in window && crypto.subtle !== undefined
}

function isBegun(question: HTMLElement | null): boolean {
  const answer = question && find<HTMLInputElement>('#questionAnswer', question)
  return answer ? answer.value !== '' || answer === document.activeElement : false
}

/** The summary of an error leads to it, in case no scripts run. */
function hideQuestion(question: HTMLElement | null): void {
  if (!question) return
  question.hidden = true
  find('#summary [href="#questionAnswer"]')?.setAttribute('href', '#captcha')
}
