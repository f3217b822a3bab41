import { fleet, query, runs, store } from '../../api/clients.ts'
import { pictureOf, type Picture } from '../../api/columns.ts'
import { failureOf } from '../../api/failure.ts'
import { positionSignals } from '../../api/positionSignals.svelte.ts'
import { allPages } from '../../api/resource.svelte.ts'
import type { Signal, Vehicle } from '../../gen/autovalley/v1/fleet_pb.ts'
import { Statistic, type AggregateResponse } from '../../gen/autovalley/v1/query_pb.ts'
import type { Run } from '../../gen/autovalley/v1/run_pb.ts'
import { Grouping } from '../../gen/autovalley/v1/store_pb.ts'
import { MAXIMUM_RUNS } from './link.ts'
import type { PictureRequest } from './request.ts'
import type { Span } from './span.ts'
import { bucketOf, tracksOf, type Track } from './track.ts'

/** Where History takes what it shows from. */
export interface HistorySource {
  readonly vehicles: (abort: AbortSignal) => Promise<Vehicle[]>
  readonly signals: (vehicle: string) => Promise<Signal[]>
  /** Undefined when there is none of that name. */
  readonly run: (name: string, abort: AbortSignal) => Promise<Run | undefined>
  readonly runs: (abort: AbortSignal) => Promise<Run[]>
  /** Where the oldest day begins that is kept, Unix nanoseconds; undefined when no day is told. */
  readonly oldest: (abort: AbortSignal) => Promise<bigint | undefined>
  /** Where vehicles were and the values of a signal there. */
  readonly tracks: (vehicles: readonly string[], signal: string, span: Span, abort: AbortSignal) => Promise<Track[]>
  readonly pictures: (vehicles: readonly string[], signals: readonly string[], request: PictureRequest, abort: AbortSignal) => Promise<Picture[]>
}

/** The server. */
export const server: HistorySource = {
  vehicles: (signal) => allPages((pageToken) => fleet.listVehicles({ pageToken }, { signal }), (page) => page.vehicles),
  signals: (vehicle) => allPages((pageToken) => fleet.listSignals({ vehicle, pageToken }), (page) => page.signals),
  run: async (name, signal) => {
    try {
      return (await runs.getRun({ name }, { signal })).run
    } catch (error) {
      if (failureOf(error).kind === 'absent') return undefined
      throw error
    }
  },
  runs: async (signal) => (await runs.listRuns({ limit: MAXIMUM_RUNS }, { signal })).runs,
  oldest: async (signal) => (await store.getStatistics({ by: Grouping.DAY, limit: 1 }, { signal })).days[0]?.startTime,
  pictures: async (vehicles, signals, { span, maximum }, signal) => {
    const all: Picture[] = []
    const answer = query.reduce({ vehicles: [...vehicles], signals: [...signals], range: { case: 'span', value: span }, maximum }, { signal })
    for await (const part of answer) all.push(pictureOf(part))
    return all
  },
  tracks: async (vehicles, name, span, signal) => {
    const everyNanos = bucketOf(span)
    const ask = async (signals: string[], statistic: Statistic) => {
      const all: AggregateResponse[] = []
      const answer = query.aggregate({ vehicles: [...vehicles], signals, range: { case: 'span', value: span }, everyNanos, statistics: [statistic] }, { signal })
      for await (const part of answer) all.push(part)
      return all
    }
    const [places, values] = await Promise.all([ask(positionSignals.of('latitude', 'longitude'), Statistic.FIRST), ask([name], Statistic.MEAN)])
    return tracksOf([...places, ...values], name, everyNanos)
  },
}
