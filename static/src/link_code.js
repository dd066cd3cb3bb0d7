/* Puts the code of a set-password link into the form, and out of the address.

The code is after the # of the link: browsers send that to nobody. A second link that is pasted into
the same tab does not load the page again. */

export function takeLinkCode(body) {
  const box = body.querySelector('[data-eia-code]')
  if (!box) return
  take(box)
  window.addEventListener('hashchange', () => take(box))
}

function take(box) {
  const code = location.hash.slice(1)
  if (code.length < 40) return
  box.value = code
  history.replaceState(null, '', location.pathname)
}
