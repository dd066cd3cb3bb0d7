// The three-field page of tests/bench/forms, asked with CASA as it comes: sessions in memory, its
// own CSRF token, its own templates. Prints “ready” when it listens: node server.mjs PORT

import { configure, field, Plan, validators } from '@dwp/govuk-casa'
import express from 'express'
import path from 'node:path'

const port = Number(process.argv[2])
const plan = new Plan()
plan.addSequence('proposal', 'effects', 'done')

const written = (name, message) =>
  field(name).validators([validators.required.make({ errorMsg: message })])

const { mount } = configure({
  views: [path.join(import.meta.dirname, 'views')],
  i18n: { dirs: [], locales: ['en'] },
  session: { name: 'casa', secret: 'only for this measurement', ttl: 3600, secure: false },
  pages: [
    {
      waypoint: 'proposal',
      view: 'pages/proposal.njk',
      fields: [written('title', 'Enter what the proposal is called')],
    },
    {
      waypoint: 'effects',
      view: 'pages/effects.njk',
      fields: [
        field('effect').validators([
          validators.required.make({ errorMsg: 'Select the likely effect' }),
          validators.inArray.make({
            source: ['positive', 'negative', 'neutral', 'not_known'],
            errorMsg: 'Select the likely effect',
          }),
        ]),
        written('know', 'Enter what you know about people of different ages'),
        written('explanation', 'Enter what this means for people of different ages'),
      ],
    },
    { waypoint: 'done', view: 'pages/proposal.njk', fields: [] },
  ],
  plan,
})

mount(express()).listen(port, '127.0.0.1', () => console.log('ready'))
