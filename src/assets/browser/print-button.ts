import { findAll } from './dom.ts'

export function printButton(): void {
  for (const button of findAll('[data-print]')) {
    button.hidden = false
    button.addEventListener('click', () => print())
  }
}
