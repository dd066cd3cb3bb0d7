/* Puts the code of a set-password link into the form, and out of the address.

The code is after the # of the link: browsers send that to nobody. */

export function takeLinkCode(body) {
  const box = body.querySelector('[data-eia-code]')
  const code = location.hash.slice(1)
  if (!box || !code) return
  box.value = decodeURIComponent(code)
  history.replaceState(null, '', location.pathname)
}
