/* Keeps what is being written as a draft: a few seconds after typing stops, and on leaving.

A form takes part with data-eia-draft (the address that keeps drafts) and data-eia-draft-failed
(what to say when one could not be kept); [data-eia-draft-said] inside it is where that is said, in
a polite live region. The answer carries the words to say in `said`. A form that is sent is saved,
so nothing is kept of it from then on. */

const PAUSE = 3000

export function keepDrafts(body) {
  for (const form of body.querySelectorAll('form[data-eia-draft]')) new Draft(form).start()
}

class Draft {
  constructor(form) {
    this.form = form
    this.url = form.dataset.eiaDraft
    this.region = form.querySelector('[data-eia-draft-said]')
  }

  start() {
    this.kept = this.written()
    this.form.addEventListener('input', () => this.later())
    this.form.addEventListener('submit', () => this.stop())
    window.addEventListener('pageshow', () => (this.isSent = false))
    window.addEventListener('pagehide', () => this.leave())
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden') this.leave()
    })
  }

  written() {
    const fields = new URLSearchParams(new FormData(this.form))
    fields.append('draft_of', this.form.getAttribute('action'))
    return fields.toString()
  }

  later() {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.keep(), PAUSE)
  }

  stop() {
    this.isSent = true
    clearTimeout(this.timer)
    this.request?.abort()
  }

  async keep() {
    const written = this.written()
    if (this.isSent || written === this.kept) return
    this.request?.abort()
    const request = new AbortController()
    this.request = request
    try {
      const said = await send(this.url, written, request.signal)
      this.kept = written
      this.say(said)
      document.dispatchEvent(new CustomEvent('eia:active'))
    } catch {
      if (!request.signal.aborted) this.say(this.form.dataset.eiaDraftFailed)
    }
  }

  leave() {
    const written = this.written()
    if (this.isSent || written === this.kept) return
    clearTimeout(this.timer)
    if (navigator.sendBeacon(this.url, new URLSearchParams(written))) this.kept = written
  }

  say(words) {
    if (this.region) this.region.textContent = words
  }
}

async function send(url, written, signal) {
  const answer = await fetch(url, {
    method: 'POST',
    body: new URLSearchParams(written),
    redirect: 'error',
    signal,
  })
  if (!answer.ok) throw new Error(answer.statusText)
  return (await answer.json()).said
}
