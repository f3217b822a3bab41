import { describe, expect, it } from 'vitest'
import { MAXIMUM_VEHICLES, readLink, writeLink } from '../../../src/screens/history/link.ts'

const read = (text: string) => readLink(new URLSearchParams(text))
const FROM = 1_795_793_445_000_000_000n

describe('link', () => {
  it('readLink_OfWriteLink_IsTheSameView', () => {
    const link = {
      vehicles: ['a/b', 'c/d'], signals: ['Vehicle.Speed'], span: { from: FROM, to: FROM + 7n }, run: undefined,
      zoom: { from: FROM + 1n, to: FROM + 3n }, plots: 'signal' as const, track: 'Vehicle.Speed',
    }
    const parameters = Object.entries(writeLink(link)).filter((entry): entry is [string, string] => entry[1] !== undefined)
    expect(readLink(new URLSearchParams(parameters))).toEqual({ ...link, problems: [] })
  })

  it('readLink_Nothing_HasNoProblem', () => {
    expect(read('')).toEqual({ vehicles: [], signals: [], span: undefined, run: undefined, zoom: undefined, plots: 'unit', track: undefined, problems: [] })
  })

  it('readLink_WrongTimes_SaysWhich', () => {
    expect(read('from=tomorrow&to=2026-11-27T15:30:45Z')).toMatchObject({ span: undefined, problems: [{ kind: 'time', text: 'tomorrow' }] })
    expect(read('from=2026-11-27T15:30:45Z&to=2026-11-27T15:30:45Z').problems).toMatchObject([{ kind: 'order' }])
  })

  it('readLink_TooMany_KeepsWhatCanBeShownAndSaysSo', () => {
    const link = read(`vehicles=${Array.from({ length: 30 }, (_, index) => `a/${String(index)}`).join(',')}`)
    expect(link.vehicles).toHaveLength(MAXIMUM_VEHICLES)
    expect(link.problems).toMatchObject([{ kind: 'many' }])
  })

  it('writeLink_Run_SaysNoSpan', () => {
    const written = writeLink({ vehicles: [], signals: [], span: { from: 1n, to: 2n }, run: 'r', zoom: undefined, plots: 'unit', track: undefined })
    expect(written).toMatchObject({ run: 'r', from: undefined, to: undefined })
  })

  it('readLink_TheSameMistakeTwice_IsToldOnce', () => {
    expect(readLink(new URLSearchParams('from=abc&to=abc&zoom=abc~abc')).problems).toEqual([{ kind: 'time', text: 'abc' }])
  })
})
