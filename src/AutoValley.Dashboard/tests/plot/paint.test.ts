import { beforeEach, describe, expect, it, vi } from 'vitest'
import { paintTraces, type Area } from '../../src/plot/paint.ts'
import type { Trace } from '../../src/plot/trace.ts'
import { samples, stretches, trace } from './pictures.ts'

type Step = readonly [kind: 'move' | 'line', x: number, y: number]

/** Keeps what it was told, as Path2D and contexts do, which jsdom has not. */
class Path {
  steps: Step[] = []
  moveTo(x: number, y: number): void { this.steps.push(['move', x, y]) }
  lineTo(x: number, y: number): void { this.steps.push(['line', x, y]) }
}

class Context extends Path {
  readonly strokes: Step[][] = []
  readonly bands: Step[][] = []
  readonly rects: number[][] = []
  dots = 0
  stroke(path?: Path): void { this.strokes.push((path ?? this).steps) }
  fill(path?: Path): void { if (path) this.bands.push(path.steps) }
  beginPath(): void { this.steps = [] }
  fillRect(...rect: number[]): void { this.rects.push(rect) }
  arc(): void { this.dots++ }
  save(): void { /* nothing is kept */ }
  restore(): void { /* nothing is kept */ }
  rect(): void { /* the clip */ }
  clip(): void { /* all is painted */ }
  setLineDash(): void { /* whole lines */ }
}

// A pixel is a second across, and 1 upwards; 0 is at the foot.
const AREA: Area = { left: 0, top: 0, width: 100, height: 100, view: { from: 0, to: 100 }, low: 0, high: 100, ratio: 1 }
const PALETTE = { text: '#000', grid: '#ccc', colour: () => '#00f' }

function paint(...traces: Trace[]): Context {
  const context = new Context()
  paintTraces(context as unknown as CanvasRenderingContext2D, traces, AREA, PALETTE)
  return context
}

describe('paint', () => {
  beforeEach(() => vi.stubGlobal('Path2D', Path))

  it('paintTraces_Samples_AreJoinedByLines', () => {
    expect(paint(trace(samples([[1, 10], [2, 20]]))).strokes[0]).toEqual([['move', 1, 90], ['line', 2, 80]])
  })

  it('paintTraces_Steps_HoldUntilTheNextSample', () => {
    expect(paint(trace(samples([[1, 10], [2, 20]]), { step: true })).strokes[0]).toEqual([['move', 1, 90], ['line', 2, 90], ['line', 2, 80]])
  })

  it('paintTraces_GapOrNotANumber_BreaksTheLine', () => {
    const context = paint(trace(samples([[1, 10], [2, 10], [50, 10], [51, NaN], [52, 10], [53, 10]], [[2, 50]])))
    expect(context.strokes[0]?.map(([kind, x]) => `${kind} ${String(x)}`)).toEqual(['move 1', 'line 2', 'move 50', 'move 52', 'line 53'])
  })

  it('paintTraces_SampleAlone_IsADot', () => {
    const many = Array.from({ length: 60 }, (_, index): [number, number] => [index, 1])
    expect(paint(trace(samples(many))).dots).toBe(0)
    expect(paint(trace(samples([...many, [90, 1]], [[59, 90]]))).dots).toBe(1)
  })

  it('paintTraces_Stretches_AreABandThatHoldsEveryPeak', () => {
    const context = paint(trace(stretches([[0, 10, 5, 95, 50], [11, 20, 40, 60, 50]])))
    expect(context.bands).toHaveLength(1)
    const heights = context.bands[0]?.map(([, , y]) => y) ?? []
    expect([Math.min(...heights), Math.max(...heights)]).toEqual([5, 95])
    expect(context.strokes).toEqual([
      [['move', 0, 5], ['line', 10, 5], ['line', 11, 40], ['line', 20, 40]],
      [['move', 0, 95], ['line', 10, 95], ['line', 11, 60], ['line', 20, 60]],
    ])
  })

  it('paintTraces_GapBetweenStretches_PartsTheBandAndIsMarkedAtTheFoot', () => {
    const context = paint(trace(stretches([[0, 10, 1, 2, 1], [50, 60, 1, 2, 1]], [[10, 50]])))
    expect(context.bands).toHaveLength(2)
    expect(context.rects[0]?.slice(0, 2)).toEqual([10, 97])
    expect(context.rects.every(([left = 0, , width = 0]) => left >= 10 && left + width <= 50)).toBe(true)
  })

  it('paintTraces_OutOfView_IsNotPainted', () => {
    const context = paint(trace(samples([[-50, 1], [-40, 1], [-1, 1], [101, 1], [150, 1]])))
    expect(context.strokes[0]?.map(([, x]) => x)).toEqual([-1, 101])
  })
})
