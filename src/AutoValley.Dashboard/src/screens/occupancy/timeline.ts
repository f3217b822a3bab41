import type { SiteVisit } from '../../gen/autovalley/v1/site_pb.ts'

/** A stay drawn as a bar: where it is on the line of time, from 0 to 1, and in which of the zone's lanes. */
export interface Bar {
  readonly visit: SiteVisit
  readonly start: number
  readonly end: number
  /** Stays at the same time lie above one another. */
  readonly lane: number
  /** It goes on: its end is only as far as it is known. */
  readonly open: boolean
}

export interface TimelineRow {
  readonly zone: string
  readonly bars: readonly Bar[]
  readonly lanes: number
}

/** Stays by zone, in the order of the zones' names. */
export function timelineOf(visits: readonly SiteVisit[], from: bigint, to: bigint): TimelineRow[] {
  const byZone = new Map<string, SiteVisit[]>()
  for (const visit of visits) {
    const zone = byZone.get(visit.zone)
    if (zone) zone.push(visit)
    else byZone.set(visit.zone, [visit])
  }
  return [...byZone]
    .sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }))
    .map(([zone, stays]) => rowOf(zone, stays, from, to))
}

function rowOf(zone: string, visits: SiteVisit[], from: bigint, to: bigint): TimelineRow {
  const length = Number(to - from)
  const ends: bigint[] = []
  const bars = [...visits]
    .sort((a, b) => (a.enterTime < b.enterTime ? -1 : 1))
    .map((visit) => {
      const leave = visit.leaveTime ?? visit.lastTime
      return {
        visit,
        start: Math.max(0, Number(visit.enterTime - from) / length),
        end: Math.min(1, Number(leave - from) / length),
        lane: laneOf(ends, visit.enterTime, leave),
        open: visit.leaveTime === undefined,
      }
    })
  return { zone, bars, lanes: ends.length }
}

/**
 * The first lane that is free at a time; a new one where none is.
 * @param ends until when each lane is taken; changed: the lane that is found is taken until `to`.
 */
export function laneOf(ends: bigint[], from: bigint, to: bigint): number {
  const free = ends.findIndex((end) => end <= from)
  const lane = free < 0 ? ends.length : free
  ends[lane] = to
  return lane
}

/** From the first enter to the last leave, within a span; the span itself where there are no stays. */
export function spanOf(visits: readonly SiteVisit[], from: bigint, to: bigint): { from: bigint; to: bigint } {
  let [first, last] = [to, from]
  for (const visit of visits) {
    const leave = visit.leaveTime ?? visit.lastTime
    if (visit.enterTime < first) first = visit.enterTime
    if (leave > last) last = leave
  }
  return first < last ? { from: first > from ? first : from, to: last < to ? last : to } : { from, to }
}
