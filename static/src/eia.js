/* The enhancements of our pages. Every page works without this file. */

import {
  Button,
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  NotificationBanner,
  Radios,
  SkipLink,
  createAll,
} from 'govuk-frontend'

import { offerCopies } from './copy.js'
import { keepDrafts } from './drafts.js'
import { takeLinkCode } from './link_code.js'
import { watchSession } from './session.js'

// GOV.UK Frontend says aria-expanded on a radio that reveals something, but WAI-ARIA does not let a
// radio have it, so checkers refuse the page. aria-controls stays.
class PlainRadios extends Radios {
  syncConditionalRevealWithInputState(input) {
    super.syncConditionalRevealWithInputState(input)
    input.removeAttribute('aria-expanded')
  }
}

// A number of words is advice: past it, nothing looks like a mistake, as nothing sounds like one.
class WordCount extends CharacterCount {
  static moduleName = 'eia-word-count'

  updateVisibleCountMessage() {
    this.$visibleCountMessage.textContent = this.getCountMessage()
  }
}

document.body.classList.add('js-enabled', 'govuk-frontend-supported')

createAll(Button, { preventDoubleClick: true })
createAll(CharacterCount)
createAll(Checkboxes)
createAll(ErrorSummary)
createAll(NotificationBanner)
createAll(PlainRadios)
createAll(SkipLink)
createAll(WordCount)

keepDrafts(document.body)
offerCopies(document.body)
takeLinkCode(document.body)
watchSession(document.body)
