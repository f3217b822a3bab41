import { beforeEach, describe, expect, it } from 'vitest'
import { choose } from '../../src/app/settings.svelte.ts'
import { tickLabels, valueLabel } from '../../src/plot/ticks.ts'

const NOON = Date.UTC(2026, 10, 27, 12) / 1_000

describe('tickLabels', () => {
  beforeEach(() => choose({ clock: 'utc' }))

  it('tickLabels_Minutes_HaveTheDayUnderTheFirstAndWhereItChanges', () => {
    expect(tickLabels([NOON, NOON + 3_600, NOON + 43_200], 3_600)).toEqual(['12:00\n2026-11-27', '13:00', '00:00\n2026-11-28'])
  })

  it('tickLabels_Increment_DecidesHowFineTheyAre', () => {
    expect(tickLabels([NOON, NOON + 10], 10)[1]).toBe('12:00:10')
    expect(tickLabels([NOON, NOON + 0.25], 0.25)[1]).toBe('12:00:00.250')
    expect(tickLabels([NOON], 86_400)).toEqual(['2026-11-27'])
  })
})

describe('valueLabel', () => {
  it.each([[0, '0'], [0.25, '0.25'], [-40, '-40'], [9_999, '9999'], [20_000, '20 k'], [-1_500_000, '-1.5 M'], [3e-5, '3e-5'], [4e9, '4e+9']])('valueLabel_%s_Is%s', (value, label) => {
    expect(valueLabel(value)).toBe(label)
  })
})
