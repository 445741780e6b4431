import { find, findAll } from '../dom.ts'

/** Ticks off each rule while the password is typed. The server's rule is in domain/passwords/password-rule.ts. */
export function passwordRules(): void {
  const list = find('#rules')
  const field = find<HTMLInputElement>('#password')
  if (!list || !field) return
  const least = Number(list.dataset['least'])
  const met: Record<string, (text: string) => boolean> = {
    length: text => Array.from(text).length >= least,
    capital: text => /\p{Lu}/u.test(text),
    digit: text => /\p{Nd}/u.test(text),
  }
  field.addEventListener('input', () => {
    const text = field.value.normalize('NFC')
    for (const rule of findAll('[data-rule]', list)) {
      const isMet = met[rule.dataset['rule']!]!(text)
      rule.classList.toggle('app-rules__met', isMet)
      find('.govuk-visually-hidden', rule)!.hidden = !isMet
    }
  })
}
