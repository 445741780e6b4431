import type { Organisation } from '../config/organisation.ts'
import type { Asking } from '../wizard/step.ts'

/** Builds the fields once per organisation: creating schemas costs more than using them. */
export function perOrganisation<Made>(make: (organisation: Organisation) => Made): (asking: Asking) => Made {
  const made = new WeakMap<Organisation, { value: Made }>()
  return ({ organisation }) => {
    const known = made.get(organisation) ?? { value: make(organisation) }
    made.set(organisation, known)
    return known.value
  }
}
