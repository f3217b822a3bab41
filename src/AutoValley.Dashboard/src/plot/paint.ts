import { dashOf, type Palette } from './palette.ts'
import { indexAt, type Trace } from './trace.ts'
import type { View } from './view.ts'

/** Where to paint, in canvas pixels, and what the area shows. */
export interface Area {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
  readonly view: View
  readonly low: number
  readonly high: number
  /** Canvas pixels a CSS pixel. */
  readonly ratio: number
}

const LINE_WIDTH = 1.5
const BAND_ALPHA = 0.3
/** Samples that are further apart than this, in CSS pixels, get a dot each. */
const DOT_DISTANCE = 9
const GAP_HEIGHT = 4

export function paintTraces(context: CanvasRenderingContext2D, traces: readonly Trace[], area: Area, palette: Palette): void {
  context.save()
  context.beginPath()
  context.rect(area.left, area.top, area.width, area.height)
  context.clip()
  traces.forEach((trace) => {
    const colour = palette.colour(trace.colour)
    context.strokeStyle = colour
    context.fillStyle = colour
    context.lineWidth = LINE_WIDTH * area.ratio
    context.lineJoin = 'round'
    context.setLineDash(dashOf(trace.colour).map((length) => length * area.ratio))
    const [begin, end] = shown(trace, area.view)
    if (trace.exact) paintSamples(context, trace, area, begin, end)
    else paintBand(context, trace, area, begin, end)
  })
  paintGaps(context, traces, area, palette)
  context.restore()
}

/** The entries from the one before the view to the one after it. */
function shown(trace: Trace, view: View): [number, number] {
  return [Math.max(0, indexAt(trace, view.from)), Math.min(trace.length - 1, indexAt(trace, view.to) + 1)]
}

function across(area: Area): (time: number) => number {
  const scale = area.width / (area.view.to - area.view.from)
  return (time) => area.left + (time - area.view.from) * scale
}

function upwards(area: Area): (value: number) => number {
  const scale = area.height / (area.high - area.low)
  return (value) => area.top + (area.high - value) * scale
}

function paintSamples(context: CanvasRenderingContext2D, trace: Trace, area: Area, begin: number, end: number): void {
  const [x, y] = [across(area), upwards(area)]
  const dots = (end - begin) * DOT_DISTANCE * area.ratio < area.width
  const alone: number[] = []
  context.beginPath()
  let joined = false
  let before = 0
  for (let index = begin; index <= end; index++) {
    const value = trace.low[index] ?? NaN
    if (Number.isNaN(value)) {
      joined = false
      continue
    }
    const [left, top] = [x(trace.from[index] ?? 0), y(value)]
    if (!joined || trace.breaks[index] === 1) {
      context.moveTo(left, top)
      const next = trace.low[index + 1] ?? NaN
      if (index === end || trace.breaks[index + 1] === 1 || Number.isNaN(next)) alone.push(index)
    } else {
      if (trace.step) context.lineTo(left, before)
      context.lineTo(left, top)
    }
    joined = true
    before = top
  }
  context.stroke()
  const dotted = dots ? range(begin, end) : alone
  context.beginPath()
  for (const index of dotted) {
    const value = trace.low[index] ?? NaN
    if (Number.isNaN(value)) continue
    const [left, top] = [x(trace.from[index] ?? 0), y(value)]
    context.moveTo(left, top)
    context.arc(left, top, 2.2 * area.ratio, 0, 2 * Math.PI)
  }
  context.fill()
}

function range(begin: number, end: number): number[] {
  return Array.from({ length: Math.max(0, end - begin + 1) }, (_, index) => begin + index)
}

/** The band from the least to the greatest value, with its edges drawn, so that no peak is lost. */
function paintBand(context: CanvasRenderingContext2D, trace: Trace, area: Area, begin: number, end: number): void {
  for (let start = begin; start <= end;) {
    let stop = start
    while (stop < end && trace.breaks[stop + 1] !== 1 && !Number.isNaN(trace.low[stop + 1] ?? NaN)) stop++
    if (!Number.isNaN(trace.low[start] ?? NaN)) paintPart(context, trace, area, start, stop)
    start = stop + 1
  }
}

function paintPart(context: CanvasRenderingContext2D, trace: Trace, area: Area, start: number, stop: number): void {
  const [x, y] = [across(area), upwards(area)]
  const [upper, lower] = [new Path2D(), new Path2D()]
  const band = new Path2D()
  for (let index = start; index <= stop; index++) {
    const [left, right] = [x(trace.from[index] ?? 0), x(trace.to[index] ?? 0)]
    const top = y(trace.high[index] ?? 0)
    const bottom = y(trace.low[index] ?? 0)
    if (index === start) {
      upper.moveTo(left, top)
      lower.moveTo(left, bottom)
      band.moveTo(left, top)
    } else {
      upper.lineTo(left, top)
      lower.lineTo(left, bottom)
      band.lineTo(left, top)
    }
    upper.lineTo(right, top)
    lower.lineTo(right, bottom)
    band.lineTo(right, top)
  }
  for (let index = stop; index >= start; index--) {
    const bottom = y(trace.low[index] ?? 0)
    band.lineTo(x(trace.to[index] ?? 0), bottom)
    band.lineTo(x(trace.from[index] ?? 0), bottom)
  }
  context.globalAlpha = BAND_ALPHA
  context.fill(band)
  context.globalAlpha = 1
  context.lineWidth = area.ratio
  context.stroke(upper)
  context.stroke(lower)
}

/** A mark at the foot of the plot for each gap that is wide enough to be seen, a line for each trace. */
function paintGaps(context: CanvasRenderingContext2D, traces: readonly Trace[], area: Area, palette: Palette): void {
  const x = across(area)
  context.setLineDash([])
  traces.forEach((trace, line) => {
    context.fillStyle = palette.colour(trace.colour)
    context.globalAlpha = 0.55
    const top = area.top + area.height - (line + 1) * GAP_HEIGHT * area.ratio
    for (const gap of trace.gaps) {
      const [left, right] = [Math.max(x(gap.from), area.left), Math.min(x(gap.to), area.left + area.width)]
      if (right - left < 2 * area.ratio) continue
      for (let at = left; at < right; at += 8 * area.ratio) context.fillRect(at, top + area.ratio, Math.min(4 * area.ratio, right - at), (GAP_HEIGHT - 2) * area.ratio)
    }
  })
  context.globalAlpha = 1
}
