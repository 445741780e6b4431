import { sinceArrival } from '../clock.ts'
import { find, pressedIn, say } from '../dom.ts'
import { readPuzzle } from './puzzle.ts'
import { fetchPuzzle, type Proof, type Puzzle, prove } from './solver.ts'

/** Left for the page's arrival and the form's way back, so that no proof expires on the way. */
const MARGIN_MS = 10_000

/** "I am not a robot": solves the puzzle as soon as the page is there; tick and submit wait for the proof. */
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
  // If the script comes late, a member who has begun the question keeps it.
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
    // Unticked, the form is sent: the next page lists this error with the others. A button with a name sends no answer.
    if (payload.value || !tick.checked || pressedIn(form)?.name) return
    event.preventDefault()
    void sendWhenSettled()
  })

  addEventListener('pageshow', event => {
    if (!event.persisted || !payload.value) return
    // Shown from the browser's cache after it was sent, so its proof is spent.
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

  /** A proof that does not expire soon: the present one, or a new one if that is old or missing. */
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
    // After the cancelled submit event, since browsers ignore a click within it.
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

/** The error summary links to the question, for pages without scripts. */
function hideQuestion(question: HTMLElement | null): void {
  if (!question) return
  question.hidden = true
  find('#summary [href="#questionAnswer"]')?.setAttribute('href', '#captcha')
}
