import { describe, expect, it } from 'vitest'
import { clamped, panned, selected, SHORTEST_SECONDS, unknownShares, widthOf, zoomed } from '../../src/plot/view.ts'

const BOUNDS = { from: 0, to: 100 }

describe('view', () => {
  it('zoomed_AboutAShare_LeavesItsTimeInPlace', () => {
    expect(zoomed({ from: 40, to: 60 }, 0.5, 0.25)).toEqual({ from: 42.5, to: 52.5 })
  })

  it('zoomed_InForEver_StopsAtTheShortest', () => {
    const view = zoomed({ from: 50, to: 50.02 }, 1e-9, 0.5)
    expect(widthOf(view)).toBeCloseTo(SHORTEST_SECONDS, 6)
    expect((view.from + view.to) / 2).toBeCloseTo(50.01, 6)
  })

  it('panned_ByAShare_KeepsItsWidth', () => {
    expect(panned({ from: 10, to: 20 }, 0.5)).toEqual({ from: 15, to: 25 })
    expect(panned({ from: 10, to: 20 }, -5)).toEqual({ from: -40, to: -30 })
  })

  it('selected_InEitherDirection_IsTheSame', () => {
    expect(selected({ from: 0, to: 10 }, 0.8, 0.2)).toEqual({ from: 2, to: 8 })
  })

  it('clamped_LongerThanTheBounds_IsThem', () => {
    expect(clamped({ from: -50, to: 150 }, BOUNDS)).toEqual(BOUNDS)
  })

  it('clamped_OverAnEdge_StopsThereWithItsWidth', () => {
    expect(clamped({ from: 130, to: 140 }, BOUNDS)).toEqual({ from: 90, to: 100 })
    expect(clamped({ from: -40, to: -30 }, BOUNDS)).toEqual({ from: 0, to: 10 })
  })

  it('unknownShares_ViewBesideWhatIsKnown_IsTheRest', () => {
    expect(unknownShares({ from: 0, to: 10 }, { from: 2, to: 7.5 })).toEqual([[0, 0.2], [0.75, 1]])
    expect(unknownShares({ from: 3, to: 4 }, { from: 2, to: 7 })).toEqual([])
    expect(unknownShares({ from: 8, to: 9 }, { from: 2, to: 7 })).toEqual([[0, 1]])
  })
})
