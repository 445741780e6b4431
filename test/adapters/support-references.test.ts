import assert from 'node:assert/strict'
import { it } from 'node:test'
import { createSupportReferences } from '../../src/adapters/sessions/support-references.ts'
import { Unavailable } from '../../src/ports/index.ts'

it('a support reference that is taken is drawn again, up to ten times', async () => {
  const drawn: string[] = []
  const free = (draws: number) =>
    createSupportReferences({
      async claim(reference) {
        drawn.push(reference)
        return drawn.length === draws
      },
      drop: async () => {},
    })
  assert.equal(await free(10).open('flow', 'place', 60), drawn[9]!.slice('r:{p}'.length))
  drawn.length = 0
  await assert.rejects(free(11).open('flow', 'place', 60), Unavailable)
})
