/** A page that answers a refused form makes the browser ask, when a member goes back to it, whether to send the form again. As a
 * plain history entry it is only shown again. Until the form is sent, a reload may repeat it and so keep what was typed, unless that
 * would cost an attempt. */
export function refusedForm(): void {
  const form = document.querySelector<HTMLFormElement>('#step')
  const showOnly = () => history.replaceState(history.state, '', location.href)
  if (form && !('counted' in form.dataset)) form.addEventListener('submit', showOnly)
  else showOnly()
}
