import { positionSignals, type PositionRole } from '../../api/positionSignals.svelte.ts'
import type { AggregateResponse } from '../../gen/autovalley/v1/query_pb.ts'
import { secondsOf } from '../../format/time.ts'
import { placeOf, type Place } from '../../map/mercator.ts'
import type { Span } from './span.ts'

/** Where a vehicle was, and the value of a signal there: columns by time. */
export interface Track {
  readonly vehicle: string
  /** Seconds since the Unix epoch. */
  readonly times: readonly number[]
  readonly places: readonly Place[]
  /** NaN where the signal says nothing. */
  readonly values: readonly number[]
  /** True where a place is not joined with the one before. */
  readonly breaks: readonly boolean[]
  /** Seconds that a place holds for, where none comes after it. */
  readonly held: number
}

const PLACES = 1_200
const LEAST_BUCKET_NANOS = 100_000_000n
/** Places that are further apart than this many buckets, and than so long, are not joined; a value holds as long. */
const HELD_BUCKETS = 3n
const LEAST_HELD_NANOS = 2_000_000_000n

/** How long a bucket of a track is, in nanoseconds: so many places, and no more than vehicles usually tell. */
export function bucketOf(span: Span): bigint {
  const even = (span.to - span.from) / BigInt(PLACES)
  return even > LEAST_BUCKET_NANOS ? even : LEAST_BUCKET_NANOS
}

/**
 * Joins the buckets of latitude, longitude and the colouring signal into a track for each vehicle.
 * @param answers with a single statistic each.
 */
export function tracksOf(answers: readonly AggregateResponse[], signal: string, bucket: bigint): Track[] {
  const vehicles = new Map<string, Map<string, Map<bigint, number>>>()
  for (const { vehicle, signal: name, starts, columns } of answers) {
    const signals = vehicles.get(vehicle) ?? new Map<string, Map<bigint, number>>()
    const values = signals.get(name) ?? new Map<bigint, number>()
    starts.forEach((start, index) => values.set(start, columns[0]?.values[index] ?? NaN))
    vehicles.set(vehicle, signals.set(name, values))
  }
  return [...vehicles].map(([vehicle, signals]) => trackOf(vehicle, signals, signal, bucket)).filter((track) => track.times.length > 0)
}

function trackOf(vehicle: string, signals: ReadonlyMap<string, ReadonlyMap<bigint, number>>, signal: string, bucket: bigint): Track {
  const held = HELD_BUCKETS * bucket > LEAST_HELD_NANOS ? HELD_BUCKETS * bucket : LEAST_HELD_NANOS
  const placesBy = (role: PositionRole) => positionSignals.first(role, (name) => signals.get(name)) ?? new Map<bigint, number>()
  const [latitudes, longitudes] = [placesBy('latitude'), placesBy('longitude')]
  const values = [...(signals.get(signal) ?? [])]
  const track = { vehicle, times: [] as number[], places: [] as Place[], values: [] as number[], breaks: [] as boolean[], held: Number(held) / 1e9 }
  let [at, before] = [0, undefined as bigint | undefined]
  for (const [start, latitude] of latitudes) {
    const longitude = longitudes.get(start) ?? NaN
    if (!Number.isFinite(latitude) || !Number.isFinite(longitude) || Math.abs(latitude) >= 85) continue
    while ((values[at + 1]?.[0] ?? start + 1n) <= start) at++
    const [time, value] = values[at] ?? [0n, NaN]
    track.times.push(secondsOf(start))
    track.places.push(placeOf(latitude, longitude))
    track.values.push(time <= start && start - time <= held ? value : NaN)
    track.breaks.push(before === undefined || start - before > held)
    before = start
  }
  return track
}

/** Least and greatest value of all tracks; undefined when there is none. */
export function valuesOf(tracks: readonly Track[]): readonly [number, number] | undefined {
  const all = tracks.flatMap((track) => track.values.filter((value) => Number.isFinite(value)))
  return all.length === 0 ? undefined : [all.reduce((one, other) => Math.min(one, other)), all.reduce((one, other) => Math.max(one, other))]
}

/** The index of the last place at or before a time; −1 for none, and once the last before a break is older than it holds. */
export function placeAt(track: Track, time: number): number {
  const index = track.times.findLastIndex((one) => one <= time)
  const isLast = index === track.times.length - 1 || track.breaks[index + 1] === true
  return isLast && time - (track.times[index] ?? -Infinity) > track.held ? -1 : index
}
