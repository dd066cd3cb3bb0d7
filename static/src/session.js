/* Warns before a session ends, and says so when it has.

The body carries data-eia-session-ends-in and data-eia-session-warn (seconds) and
data-eia-session-keep-url; the words are in two <template> elements of the page. The end is kept
as a moment, not as a countdown, so that a laptop that slept is told the truth when it wakes; and
pages of the same session in other tabs hear when one of them has made it last longer. */

const SECOND = 1000
const LONGEST_WAIT = 60 * SECOND

export function watchSession(body) {
  const length = Number(body.dataset.eiaSessionEndsIn) * SECOND
  if (!length) return
  new SessionWatch(body, length).start()
}

class SessionWatch {
  constructor(body, length) {
    this.body = body
    this.length = length
    this.warnFor = Number(body.dataset.eiaSessionWarn || 300) * SECOND
    this.keepUrl = body.dataset.eiaSessionKeepUrl
    this.channel = new BroadcastChannel('eia-session')
    this.hasEnded = false
  }

  start() {
    this.announcement = document.createElement('div')
    this.announcement.className = 'eia-session-ended'
    this.announcement.setAttribute('role', 'alert')
    this.body.prepend(this.announcement)

    this.channel.addEventListener('message', (event) => this.lastUntil(event.data))
    document.addEventListener('visibilitychange', () => this.check())
    window.addEventListener('pageshow', () => this.check())
    document.addEventListener('eia:active', () => this.renew())
    this.renew()
  }

  renew() {
    const end = Date.now() + this.length
    this.channel.postMessage(end)
    this.lastUntil(end)
  }

  lastUntil(end) {
    this.end = end
    this.hasEnded = false
    this.announcement.replaceChildren()
    this.closeDialog()
    this.check()
  }

  check() {
    clearTimeout(this.timer)
    if (this.hasEnded) return
    const left = this.end - Date.now()
    if (left <= 0) {
      this.sayItHasEnded()
      return
    }
    if (left <= this.warnFor) this.warn()
    const next = left > this.warnFor ? left - this.warnFor : left
    this.timer = setTimeout(() => this.check(), Math.min(next, LONGEST_WAIT))
  }

  warn() {
    if (this.dialog) return
    const template = document.querySelector('template[data-eia-session-warning]')
    this.dialog = template?.content.querySelector('dialog')?.cloneNode(true)
    if (!this.dialog) return
    this.dialog.setAttribute('role', 'alertdialog')
    this.dialog
      .querySelector('[data-eia-session-stay]')
      ?.addEventListener('click', () => this.stay())
    this.dialog.addEventListener('cancel', (event) => {
      event.preventDefault()
      this.stay()
    })
    this.body.append(this.dialog)
    this.dialog.showModal()
  }

  async stay() {
    try {
      const answer = await fetch(this.keepUrl, { cache: 'no-store', redirect: 'manual' })
      if (answer.ok) this.renew()
      else this.sayItHasEnded()
    } catch {
      // The network is away: the warning stays, and the person can try again.
    }
  }

  sayItHasEnded() {
    clearTimeout(this.timer)
    this.hasEnded = true
    this.closeDialog()
    const template = document.querySelector('template[data-eia-session-ended]')
    if (template) this.announcement.replaceChildren(template.content.cloneNode(true))
  }

  closeDialog() {
    this.dialog?.close()
    this.dialog?.remove()
    this.dialog = undefined
  }
}
