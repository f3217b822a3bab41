import { describe, expect, it } from 'vitest'
import { LiveClock } from '../../../src/screens/live/liveClock.ts'
import { LiveTrace } from '../../../src/screens/live/liveTrace.ts'

const trace = (keptSeconds = 60, factor = 1) => new LiveTrace('k', 0, false, factor, keptSeconds)
const times = (...seconds: number[]) => BigInt64Array.from(seconds, (second) => BigInt(Math.round(second * 1e9)))
const shown = (one: LiveTrace) => [...one.from.subarray(0, one.length)].map((time, index) => [time, one.low[index]])

describe('a live trace', () => {
  it('grows at its end, in the shown unit', () => {
    const one = trace(60, 3.6)
    one.push(times(1, 1.1), Float64Array.of(10, 20))
    one.push(times(1.2), Float64Array.of(30))
    expect(shown(one)).toEqual([[1, 36], [1.1, 72], [1.2, 108]])
  })

  it('puts what comes late into its place, once', () => {
    const one = trace()
    one.push(times(1, 3, 4), Float64Array.of(1, 3, 4))
    one.push(times(2, 3), Float64Array.of(2, 33))
    expect(shown(one)).toEqual([[1, 1], [2, 2], [3, 33], [4, 4]])
  })

  it('forgets what is older than it keeps, and takes none of that any more', () => {
    const one = trace(10)
    for (let second = 0; second < 100; second++) one.push(times(second), Float64Array.of(second))
    expect(one.end).toBe(99)
    expect(one.length).toBeLessThanOrEqual(22)
    expect(one.from[0]).toBeGreaterThanOrEqual(78)
    one.push(times(5), Float64Array.of(5))
    expect(one.from[0]).toBeGreaterThanOrEqual(78)
  })

  it('has more room when it needs it', () => {
    const one = trace(1_000)
    one.push(BigInt64Array.from({ length: 5_000 }, (_, index) => BigInt(index) * 10_000_000n), Float64Array.from({ length: 5_000 }, (_, index) => index))
    expect([one.length, one.from[4_999], one.low[4_999]]).toEqual([5_000, 49.99, 4_999])
  })

  it('is broken where samples are missing, and whole again when they come late', () => {
    const one = trace()
    const before = Array.from({ length: 50 }, (_, index) => index / 10)
    one.push(times(...before, 9, 9.1), Float64Array.from({ length: 52 }, () => 0))
    expect([...one.breaks.subarray(0, one.length)].flatMap((broken, index) => (broken ? [one.from[index]] : []))).toEqual([9])
    one.push(times(...Array.from({ length: 41 }, (_, index) => 4.95 + index / 10)), new Float64Array(41))
    expect([...one.breaks.subarray(0, one.length)].includes(1)).toBe(false)
  })
})

describe('the clock of live plots', () => {
  it('goes on with the page, from what came fastest', () => {
    const clock = new LiveClock()
    expect(clock.edge(0)).toBeUndefined()
    clock.heard(5_000, 1_000)
    clock.heard(5_050, 1_200)
    expect(clock.edge(1_300)).toBe(5_300)
  })

  it('follows when everything comes later than before', () => {
    const clock = new LiveClock()
    clock.heard(1_000, 1_000)
    for (let now = 2_000; now <= 12_000; now += 1_000) clock.heard(now - 700, now)
    expect(clock.edge(12_000)).toBe(11_300)
  })
})
