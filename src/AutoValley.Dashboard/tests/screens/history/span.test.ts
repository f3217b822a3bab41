import { describe, expect, it } from 'vitest'
import { edgeOf, following, viewOf, within } from '../../../src/screens/history/span.ts'

const SECOND = 1_000_000_000n
// A span whose ends no view can say exactly.
const SPAN = { from: 1_795_793_445n * SECOND + 1n, to: 1_795_793_545n * SECOND + 999n }
const VIEW = viewOf(SPAN)
const moved = (by: number) => ({ from: VIEW.from + by, to: VIEW.to + by })

describe('span', () => {
  it('following_ViewInside_IsTheSameSpan', () => {
    expect(following(SPAN, VIEW)).toBe(SPAN)
    expect(following(SPAN, { from: VIEW.from + 10, to: VIEW.to })).toBe(SPAN)
    expect(following(SPAN, { from: VIEW.from, to: VIEW.from + 5 })).toBe(SPAN)
  })

  it('following_ViewBeyond_KeepsItsLengthToTheNanosecond', () => {
    for (const by of [-3_600, -0.017, 0.017, 3_600]) {
      const next = following(SPAN, moved(by))
      expect(next.to - next.from).toBe(SPAN.to - SPAN.from)
      expect(viewOf(next).from).toBeCloseTo(VIEW.from + by, 5)
    }
  })

  it('following_ShortViewBeyond_MovesAsLittleAsIsNeeded', () => {
    expect(following(SPAN, { from: VIEW.to - 5, to: VIEW.to + 5 })).toEqual({ from: SPAN.from + 5n * SECOND, to: SPAN.to + 5n * SECOND })
    expect(following(SPAN, { from: VIEW.from - 5, to: VIEW.from + 5 })).toEqual({ from: SPAN.from - 5n * SECOND, to: SPAN.to - 5n * SECOND })
  })

  it('following_LongerView_IsTheView', () => {
    expect(viewOf(following(SPAN, { from: VIEW.from - 50, to: VIEW.to + 50 }))).toEqual({ from: VIEW.from - 50, to: VIEW.to + 50 })
  })

  it('within_ViewAsLongAsTheSpan_IsExactlyTheSpans', () => {
    const next = following(SPAN, moved(0.1))
    expect(within(next, moved(0.1))).toEqual(viewOf(next))
    expect(within(next, { from: VIEW.from, to: VIEW.from + 5 })).toEqual({ from: VIEW.from, to: VIEW.from + 5 })
  })

  it('edgeOf_ViewAndBounds_IsTheSideThatIsBeyond', () => {
    const bounds = { from: 0, to: 10 }
    expect([edgeOf({ from: -1, to: 5 }, bounds), edgeOf({ from: 5, to: 11 }, bounds), edgeOf({ from: -1, to: 11 }, bounds), edgeOf(bounds, bounds)]).toEqual(['begin', 'end', 'both', undefined])
  })
})
