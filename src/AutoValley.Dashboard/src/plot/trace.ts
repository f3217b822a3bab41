import type { Gap, Picture } from '../api/columns.ts'
import { secondsOf } from '../format/time.ts'

/** What is drawn of one signal of one vehicle: columns by time, in seconds since the Unix epoch. The first `length` entries count, so that a trace can grow. */
export interface Trace {
  readonly key: string
  /** Which of the palette. */
  readonly colour: number
  /** Values hold until the next one, as booleans and integers do; else they are joined by lines. */
  readonly step: boolean
  /** True: single samples. False: stretches, drawn as a band from the least to the greatest value. */
  readonly exact: boolean
  length: number
  /** Of samples `to` is the same column as `from`, and `high` and `last` the same as `low`. */
  readonly from: Float64Array
  readonly to: Float64Array
  readonly low: Float64Array
  readonly high: Float64Array
  readonly last: Float64Array
  /** 1 where the entry is not joined with the one before it. */
  readonly breaks: Uint8Array
  readonly gaps: readonly Interval[]
}

/** Seconds since the Unix epoch. */
export interface Interval {
  readonly from: number
  readonly to: number
}

export interface TraceStyle {
  readonly key: string
  readonly colour: number
  readonly step: boolean
  /** By which values are multiplied to be shown. */
  readonly factor: number
}

export function traceOf(picture: Picture, style: TraceStyle): Trace {
  const { data } = picture
  const { factor, ...rest } = style
  const gaps = picture.gaps.map((gap) => ({ from: secondsOf(gap.from), to: secondsOf(gap.to) }))
  if (data.kind === 'samples') {
    const from = seconds(data.times)
    const low = scaled(data.values, factor)
    return { ...rest, exact: true, length: from.length, from, to: from, low, high: low, last: low, breaks: breaksOf(data.times, picture.gaps), gaps }
  }
  return {
    ...rest, exact: false, length: data.from.length,
    from: seconds(data.from), to: seconds(data.to),
    low: scaled(data.min, factor), high: scaled(data.max, factor), last: scaled(data.last, factor),
    breaks: breaksOf(data.from, picture.gaps), gaps,
  }
}

function seconds(times: BigInt64Array): Float64Array {
  return Float64Array.from(times, (time: bigint) => secondsOf(time))
}

function scaled(values: Float64Array, factor: number): Float64Array {
  return factor === 1 ? values : values.map((value) => value * factor)
}

/** Each gap ends at the time of an entry; both are in order. */
function breaksOf(from: BigInt64Array, gaps: readonly Gap[]): Uint8Array {
  const breaks = new Uint8Array(from.length)
  let index = 0
  for (const gap of gaps) {
    while (index < from.length && (from[index] ?? 0n) < gap.to) index++
    if (from[index] === gap.to) breaks[index] = 1
  }
  return breaks
}

/** The index of the last entry that begins at or before a time; −1 when there is none. */
export function indexAt(trace: Trace, time: number): number {
  let [low, high] = [0, trace.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((trace.from[middle] ?? Infinity) <= time) low = middle + 1
    else high = middle
  }
  return low - 1
}

/** What a trace says at a time. */
export interface Reading {
  /** Of the sample, or of the stretch's first. */
  readonly from: number
  readonly to: number
  readonly low: number
  readonly high: number
}

/** The sample that holds at a time, or the stretch that covers it; undefined before the first, after the last and within a gap. */
export function readAt(trace: Trace, time: number): Reading | undefined {
  const index = indexAt(trace, time)
  if (index < 0) return undefined
  const to = trace.to[index] ?? 0
  const inside = time <= to
  if (!inside && (index === trace.length - 1 || trace.breaks[index + 1] === 1)) return undefined
  const from = trace.from[index] ?? 0
  if (trace.exact) return { from, to: from, low: trace.low[index] ?? NaN, high: trace.low[index] ?? NaN }
  // Between two stretches the last value of the one before holds.
  const last = trace.last[index] ?? NaN
  return inside ? { from, to, low: trace.low[index] ?? NaN, high: trace.high[index] ?? NaN } : { from: to, to, low: last, high: last }
}
