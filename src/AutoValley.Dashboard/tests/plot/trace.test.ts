import { describe, expect, it } from 'vitest'
import { extent, extentSeen, valueRange } from '../../src/plot/range.ts'
import { indexAt, readAt } from '../../src/plot/trace.ts'
import { samples, stretches, trace } from './pictures.ts'

describe('trace', () => {
  it('traceOf_Gap_BreaksAtTheSampleAfterIt', () => {
    const made = trace(samples([[1, 5], [2, 6], [9, 7], [10, 8]], [[2, 9]]))
    expect([...made.breaks]).toEqual([0, 0, 1, 0])
    expect(made.gaps).toEqual([{ from: 2, to: 9 }])
  })

  it('traceOf_Factor_ScalesValuesOfSamplesAndStretches', () => {
    expect([...trace(samples([[1, 10]]), { factor: 3.6 }).low]).toEqual([36])
    const band = trace(stretches([[1, 2, 10, 20, 15]]), { factor: 0.5 })
    expect([band.low[0], band.high[0], band.last[0]]).toEqual([5, 10, 7.5])
  })

  it('indexAt_Time_IsTheLastEntryThatBegan', () => {
    const made = trace(samples([[1, 0], [2, 0], [3, 0]]))
    expect([0.5, 1, 2.9, 99].map((time) => indexAt(made, time))).toEqual([-1, 0, 1, 2])
  })

  it('readAt_Samples_HoldUntilTheNextButNotInGapsNorOutside', () => {
    const made = trace(samples([[1, 5], [2, 6], [9, 7]], [[2, 9]]))
    expect(readAt(made, 0.5)).toBeUndefined()
    expect(readAt(made, 1.5)).toEqual({ from: 1, to: 1, low: 5, high: 5 })
    expect(readAt(made, 5)).toBeUndefined()
    expect(readAt(made, 9)).toEqual({ from: 9, to: 9, low: 7, high: 7 })
    expect(readAt(made, 9.5)).toBeUndefined()
  })

  it('readAt_Stretches_SayLeastAndGreatestInsideAndTheLastBetween', () => {
    const made = trace(stretches([[1, 2, -3, 8, 4], [3, 4, 0, 1, 1]]))
    expect(readAt(made, 1.5)).toEqual({ from: 1, to: 2, low: -3, high: 8 })
    expect(readAt(made, 2.5)).toEqual({ from: 2, to: 2, low: 4, high: 4 })
  })
})

describe('range', () => {
  it('extent_View_HasWhatReachesIntoItAndNothingElse', () => {
    const made = trace(samples([[0, 100], [1, 1], [2, 2], [3, 3], [4, 4], [5, 100]]))
    expect(extent([made], { from: 1.5, to: 3.5 })).toEqual([1, 4])
  })

  it('extentSeen_View_HasOnlyWhatLiesInItOrReachesIntoIt', () => {
    const made = trace(samples([[1, 90], [2, 2], [3, 3], [4, -90]]))
    expect(extentSeen(made, { from: 2, to: 3 })).toEqual([2, 2])
    expect(extentSeen(made, { from: 1.5, to: 3.5 })).toEqual([2, 3])
    expect(extentSeen(made, { from: 2.2, to: 2.8 })).toBeUndefined()
    const long = trace(stretches([[0, 1, 0, 99, 0], [2, 3, 5, 6, 5], [4, 5, -9, 0, 0]]))
    expect(extentSeen(long, { from: 1.5, to: 3.5 })).toEqual([5, 6])
    expect(extentSeen(long, { from: 1, to: 2.5 })).toEqual([0, 99])
  })

  it('extent_NothingOrNotANumber_IsUndefined', () => {
    expect(extent([], { from: 0, to: 1 })).toBeUndefined()
    expect(extent([trace(samples([[0, NaN]]))], { from: 0, to: 1 })).toBeUndefined()
  })

  it('extent_PeakOfAStretch_IsInIt', () => {
    expect(extent([trace(stretches([[0, 1, -9, 99, 0]]))], { from: 0.5, to: 0.6 })).toEqual([-9, 99])
  })

  it('valueRange_OneValue_HasHeight', () => {
    const [low, high] = valueRange([trace(samples([[0, 4]]))], { from: 0, to: 1 })
    expect(low).toBeLessThan(4)
    expect(high).toBeGreaterThan(4)
  })
})
