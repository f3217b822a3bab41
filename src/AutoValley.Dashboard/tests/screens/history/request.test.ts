import { describe, expect, it } from 'vitest'
import { requestOf } from '../../../src/screens/history/request.ts'

const SECOND = 1_000_000_000n
const WHOLE = { from: 0n, to: 86_400n * SECOND }

describe('requestOf', () => {
  it('requestOf_WholeSpan_AsksForTwoValuesAPixel', () => {
    expect(requestOf({ from: 0, to: 86_400 }, 1_000, WHOLE)).toEqual({ span: WHOLE, maximum: 2_000 })
  })

  it('requestOf_Zoom_AsksForTheViewAndItsSurroundings', () => {
    expect(requestOf({ from: 1_000, to: 1_100 }, 1_000, WHOLE)).toEqual({ span: { from: 975n * SECOND, to: 1_125n * SECOND }, maximum: 3_000 })
  })

  it('requestOf_AnyZoom_CostsNoMoreThanPixels', () => {
    for (let width = 86_400; width > 0.01; width /= 3) {
      expect(requestOf({ from: 10, to: 10 + width }, 1_000, WHOLE).maximum).toBeLessThanOrEqual(width > 8 ? 3_001 : 20_000)
    }
  })

  it('requestOf_VeryShortView_HasTheSamplesBesideIt', () => {
    expect(requestOf({ from: 100, to: 100.01 }, 1_000, WHOLE).span).toEqual({ from: 98n * SECOND, to: 102n * SECOND + 10_000_000n })
  })
})
