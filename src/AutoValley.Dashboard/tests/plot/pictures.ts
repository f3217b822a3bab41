import type { Gap, Picture } from '../../src/api/columns.ts'
import { NANOS_PER_SECOND } from '../../src/format/time.ts'
import { traceOf, type Trace, type TraceStyle } from '../../src/plot/trace.ts'

const nanos = (seconds: number) => BigInt(seconds * 1_000) * (NANOS_PER_SECOND / 1_000n)

export const STYLE: TraceStyle = { key: 'k', colour: 0, step: false, factor: 1 }

/** Samples as [seconds, value]; gaps as [seconds, seconds]. */
export function samples(entries: readonly (readonly [number, number])[], gaps: readonly (readonly [number, number])[] = []): Picture {
  return {
    vehicle: 'a/b', signal: 'S', count: entries.length, gaps: gapsOf(gaps),
    data: { kind: 'samples', times: BigInt64Array.from(entries, ([time]) => nanos(time)), values: Float64Array.from(entries, ([, value]) => value) },
  }
}

/** Stretches as [from, to, min, max, last]; each of ten samples. */
export function stretches(entries: readonly (readonly [number, number, number, number, number])[], gaps: readonly (readonly [number, number])[] = []): Picture {
  return {
    vehicle: 'a/b', signal: 'S', count: entries.length * 10, gaps: gapsOf(gaps),
    data: {
      kind: 'stretches',
      from: BigInt64Array.from(entries, ([from]) => nanos(from)), to: BigInt64Array.from(entries, ([, to]) => nanos(to)),
      counts: Float64Array.from(entries, () => 10),
      min: Float64Array.from(entries, ([, , min]) => min), max: Float64Array.from(entries, ([, , , max]) => max),
      first: Float64Array.from(entries, ([, , min]) => min), last: Float64Array.from(entries, ([, , , , last]) => last),
    },
  }
}

export function trace(picture: Picture, style: Partial<TraceStyle> = {}): Trace {
  return traceOf(picture, { ...STYLE, ...style })
}

function gapsOf(gaps: readonly (readonly [number, number])[]): Gap[] {
  return gaps.map(([from, to]) => ({ from: nanos(from), to: nanos(to) }))
}
