/* A button that copies the text of an element.

The box carries data-eia-copy with the id of that element, and is hidden until this script runs: the
text itself can always be selected. What is said afterwards comes from the box’s <template>. */

export function offerCopies(body) {
  for (const box of body.querySelectorAll('[data-eia-copy]')) offerCopy(box)
}

function offerCopy(box) {
  const source = document.getElementById(box.dataset.eiaCopy)
  const button = box.querySelector('button')
  if (!source || !button) return
  button.addEventListener('click', async () => say(box, await copy(source)))
  box.hidden = false
}

async function copy(source) {
  try {
    await navigator.clipboard.writeText(source.textContent.trim())
    return 'data-copied'
  } catch {
    getSelection().selectAllChildren(source)
    return 'data-failed'
  }
}

function say(box, outcome) {
  const words = box.querySelector('template').content.querySelector(`[${outcome}]`).textContent
  box.querySelector('[role="status"]').textContent = words
}
