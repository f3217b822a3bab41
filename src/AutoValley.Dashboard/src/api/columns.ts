import type { PlotSamples, PlotStretches, ReduceResponse, TimeSpan } from '../gen/autovalley/v1/query_pb.ts'
import type { Column, TimeBase } from '../gen/autovalley/v1/telemetry_pb.ts'

/** Samples of one signal, by time. Times are exact: Unix nanoseconds. */
export interface Samples {
  readonly kind: 'samples'
  readonly times: BigInt64Array
  /** Booleans are 0 and 1; integers beyond 2^53 are rounded. */
  readonly values: Float64Array
}

/** What stretches of samples of one signal come to, by time: of each its first and last time, how many, and four of its values. */
export interface Stretches {
  readonly kind: 'stretches'
  readonly from: BigInt64Array
  readonly to: BigInt64Array
  readonly counts: Float64Array
  readonly min: Float64Array
  readonly max: Float64Array
  readonly first: Float64Array
  readonly last: Float64Array
}

/** From the time of the sample before a gap to the time of the sample after it, Unix nanoseconds. */
export interface Gap {
  readonly from: bigint
  readonly to: bigint
}

/** A signal over a span as the server reduced it for a plot. */
export interface Picture {
  readonly vehicle: string
  readonly signal: string
  /** Samples that there are in the span. */
  readonly count: number
  readonly data: Samples | Stretches
  readonly gaps: readonly Gap[]
}

/** Bytes or columns that are not what the contract says. */
export class ColumnError extends Error {}

/** Unix nanoseconds of plain times. */
export function timesOf(base: TimeBase | undefined, baseTime: bigint): BigInt64Array {
  if (base?.times.case === 'encoded') throw new ColumnError('the times are encoded; plain ones were asked for')
  const deltas = base?.times.case === 'plain' ? base.times.value.deltas : []
  const times = new BigInt64Array(deltas.length)
  let time = baseTime
  for (let index = 0; index < deltas.length; index++) times[index] = time += deltas[index] ?? 0n
  return times
}

/** The numbers of a plain column; texts and encoded columns are none. */
export function numbersOf(column: Column | undefined): Float64Array {
  switch (column?.values.case) {
    case 'doubles': return Float64Array.from(column.values.value.values)
    case 'integers': return Float64Array.from(column.values.value.values, Number)
    case 'booleans': return Float64Array.from(column.values.value.values, Number)
    case undefined: return new Float64Array()
    default: throw new ColumnError(`a column of ${column?.values.case ?? ''} has no numbers`)
  }
}

function samplesOf(samples: PlotSamples): Samples {
  const [times, values] = [timesOf(samples.times, samples.baseTime), numbersOf(samples.column)]
  if (times.length !== values.length) throw new ColumnError(`${String(times.length)} times and ${String(values.length)} values`)
  return { kind: 'samples', times, values }
}

function stretchesOf(stretches: PlotStretches): Stretches {
  const length = stretches.from.length
  const columns = [stretches.to, stretches.counts, stretches.min, stretches.max, stretches.first, stretches.last]
  if (columns.some((column) => column.length !== length)) throw new ColumnError('the columns of the stretches differ in length')
  return {
    kind: 'stretches',
    from: BigInt64Array.from(stretches.from),
    to: BigInt64Array.from(stretches.to),
    counts: Float64Array.from(stretches.counts, Number),
    min: Float64Array.from(stretches.min),
    max: Float64Array.from(stretches.max),
    first: Float64Array.from(stretches.first),
    last: Float64Array.from(stretches.last),
  }
}

export function pictureOf(response: ReduceResponse): Picture {
  const { vehicle, signal, picture } = response
  if (picture.case === undefined) throw new ColumnError(`${vehicle} ${signal}: no picture`)
  return {
    vehicle, signal, count: Number(response.count),
    data: picture.case === 'samples' ? samplesOf(picture.value) : stretchesOf(picture.value),
    gaps: response.gaps.map((gap: TimeSpan) => ({ from: gap.from, to: gap.to })),
  }
}
