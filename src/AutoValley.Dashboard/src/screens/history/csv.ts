import type { Picture } from '../../api/columns.ts'
import { csvOf } from '../../format/csv.ts'
import { isoOf } from '../../format/iso.ts'
import type { SignalOf } from './groups.ts'
import { reaches, type Span } from './span.ts'

const HEADER = ['vehicle', 'signal', 'unit', 'time', 'end_time', 'time_unix_ns', 'end_time_unix_ns', 'samples', 'min', 'max', 'first', 'last'] as const

type Row = readonly (string | number | bigint)[]

/**
 * What the plots show, a row for each sample or stretch of samples inside a span: times in UTC and as Unix nanoseconds, values in the signal's own
 * unit with all their digits. Of a sample all four values are the same.
 */
export function historyCsv(pictures: readonly Picture[], span: Span, signalOf: SignalOf): string {
  return csvOf(HEADER, pictures.flatMap((picture) => [...rowsOf(picture, span, signalOf(picture.vehicle, picture.signal)?.unit ?? '')]))
}

/** history_2026-11-27T140321Z_2026-11-27T140821Z.csv */
export function csvName(span: Span): string {
  const plain = (nanos: bigint) => isoOf(nanos - (nanos % 1_000_000n)).replaceAll(':', '')
  return `history_${plain(span.from)}_${plain(span.to)}.csv`
}

function* rowsOf({ vehicle, signal, data }: Picture, span: Span, unit: string): Generator<Row> {
  const isSamples = data.kind === 'samples'
  const [starts, ends] = isSamples ? [data.times, data.times] : [data.from, data.to]
  const columns = isSamples ? [data.values, data.values, data.values, data.values] : [data.min, data.max, data.first, data.last]
  for (const [index, from] of starts.entries()) {
    const to = ends[index] ?? from
    if (!reaches(span, from, to)) continue
    const count = isSamples ? 1 : (data.counts[index] ?? 0)
    yield [vehicle, signal, unit, isoOf(from), isoOf(to), from, to, count, ...columns.map((column) => column[index] ?? NaN)]
  }
}
