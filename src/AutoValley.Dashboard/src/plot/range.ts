import { indexAt, type Trace } from './trace.ts'
import type { View } from './view.ts'

/** Least and greatest of what traces show within a view, with the lines that reach into it; undefined when they show nothing. */
export function extent(traces: readonly Trace[], view: View): [number, number] | undefined {
  let [low, high] = [Infinity, -Infinity]
  for (const trace of traces) {
    const end = Math.min(trace.length - 1, indexAt(trace, view.to) + 1)
    const [least, greatest] = extentOf(trace, Math.max(0, indexAt(trace, view.from)), end)
    if (least < low) low = least
    if (greatest > high) high = greatest
  }
  return finite(low, high)
}

/** Least and greatest of the samples of a trace, or of its stretches, that lie in a view, its end not included, or reach into it; undefined when none does. */
export function extentSeen(trace: Trace, view: View): [number, number] | undefined {
  let end = indexAt(trace, view.to)
  if (trace.from[end] === view.to) end--
  let begin = end + 1
  while (begin > 0 && (trace.to[begin - 1] ?? -Infinity) >= view.from) begin--
  return finite(...extentOf(trace, begin, end))
}

function extentOf(trace: Trace, begin: number, end: number): [number, number] {
  let [low, high] = [Infinity, -Infinity]
  for (let index = begin; index <= end; index++) {
    // NaN is neither less nor greater.
    const [least, greatest] = [trace.low[index] ?? NaN, trace.high[index] ?? NaN]
    if (least < low) low = least
    if (greatest > high) high = greatest
  }
  return [low, high]
}

function finite(low: number, high: number): [number, number] | undefined {
  return low <= high && Number.isFinite(low) && Number.isFinite(high) ? [low, high] : undefined
}

const MARGIN = 0.06

/** What the axis of values shows: all of it with a margin, and never no height. */
export function valueRange(traces: readonly Trace[], view: View): [number, number] {
  const found = extent(traces, view)
  if (!found) return [0, 1]
  const [low, high] = found
  const margin = low === high ? Math.max(Math.abs(low) * 0.05, 0.5) : (high - low) * MARGIN
  return [low - margin, high + margin]
}
