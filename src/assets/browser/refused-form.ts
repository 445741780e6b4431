/** The page of a form that was refused is the form's answer: gone back to, the browser asks in words of its own whether to send
 * it again. As a plain entry in the history it is only shown again. Until the form is left, a reload may send it again and so
 * keep what was typed, unless that would cost a try. */
export function refusedForm(): void {
  const form = document.querySelector<HTMLFormElement>('#step')
  const showOnly = () => history.replaceState(history.state, '', location.href)
  if (form && !('counted' in form.dataset)) form.addEventListener('submit', showOnly)
  else showOnly()
}
