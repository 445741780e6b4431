import { find, say } from './dom.ts'
import { fetchPuzzle, type Proof, type Puzzle, prove } from './solver.ts'

const MARGIN_MS = 5000

/** "I am not a robot": the proof is worked out from the moment the page is read; the tick and the submit wait for it. */
export function captcha(): void {
  const box = find('.app-captcha[data-puzzle]')
  if (!box) return
  if (!canProve()) {
    box.remove()
    askPlainly()
    return
  }
  const tick = find<HTMLInputElement>('[type="checkbox"]', box)!
  const state = find('[role="status"]', box)!
  const payload = find<HTMLInputElement>('[name="altcha"]', box)!
  const form = payload.form!
  let proof = begin(async () => JSON.parse(box.dataset['puzzle']!))
  box.hidden = false
  tick.checked = false
  show('idle')
  hideQuestion()

  tick.addEventListener('change', () => {
    if (tick.checked) void settle()
    else show('idle')
  })

  form.addEventListener('submit', event => {
    // Unticked, it is told on the page that comes back, with whatever else is wrong.
    if (payload.value || !tick.checked || choosesLanguage(event)) return
    event.preventDefault()
    void sendWhenSettled()
  })

  addEventListener('pageshow', event => {
    if (!event.persisted || !payload.value) return
    // Back on a page that was sent: its proof is spent.
    payload.value = ''
    proof = begin(another)
  })

  function begin(puzzle: () => Promise<Puzzle>): Promise<Proof | undefined> {
    return puzzle()
      .then(prove)
      .catch(() => undefined)
  }

  function another(): Promise<Puzzle> {
    return fetchPuzzle(box!.dataset['another']!)
  }

  /** A proof that is good for a while yet: the one at hand, or a new one when that has grown old or never came. */
  async function fresh(): Promise<Proof | undefined> {
    const current = await proof
    if (current && current.expiresAt - Date.now() > MARGIN_MS) return current
    proof = begin(another)
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
      askPlainly()
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

function choosesLanguage(event: SubmitEvent): boolean {
  const pressed = event.submitter ?? document.activeElement
  return pressed instanceof HTMLButtonElement && pressed.name === 'lang'
}

/** After an error the page has it, in case no scripts run, and the summary leads to it. */
function hideQuestion(): void {
  const question = find('div#question')
  if (!question) return
  question.hidden = true
  find('#summary [href="#questionAnswer"]')?.setAttribute('href', '#captcha')
}

/** The question for those without scripts, for a browser that has them but cannot work out a proof. */
function askPlainly(): void {
  const question = find('#question')
  if (!question) return
  question.hidden = false
  if (question.tagName !== 'NOSCRIPT') return
  const shown = document.createElement('div')
  shown.id = question.id
  shown.innerHTML = question.textContent ?? ''
  question.replaceWith(shown)
}
