import { expect, it } from 'vitest'
import { organisationOf } from '../../src/format/vehicle.ts'

it('organisationOf_Vehicle_IsWhatStandsBeforeTheSlash', () => {
  expect([organisationOf('acme/van 1'), organisationOf('van')]).toEqual(['acme', 'van'])
})
