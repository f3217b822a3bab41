import { fleet, query, site } from '../../api/clients.ts'
import { allPages } from '../../api/resource.svelte.ts'
import { pictureOf, type Picture } from '../../api/columns.ts'
import { positionSignals, type PositionRole } from '../../api/positionSignals.svelte.ts'
import { millisOf, nanosOfMillis } from '../../format/time.ts'
import { AlignMethod, type AlignedColumn, type AlignResponse } from '../../gen/autovalley/v1/query_pb.ts'
import { ReplayWindow, type LastPlace, type Track } from './replayWindow.ts'

/** Query:MaximumAlignedSignals unless set. */
const SIGNALS_A_CALL = 256
/** A sample that is older says nothing of where a vehicle is. */
const MAXIMUM_AGE_NANOS = 2_000_000_000n
/** How far before a window the last place of a silent vehicle is looked for. */
const LOOK_BACK_MILLIS = 86_400_000
/** Of Reduce the least: only the last of all is of use. */
const STRETCHES = 4

/** Fetches spans of the past. */
export interface WindowSource {
  load(from: number, stepMillis: number, rows: number, signal: AbortSignal): Promise<ReplayWindow>
}

/** The record of the server: places by Align, visits by ListVisits. */
export class RecordSource implements WindowSource {
  /** @param organisation whose view; empty for everybody. */
  constructor(readonly organisation: string) {}

  async load(from: number, stepMillis: number, rows: number, signal: AbortSignal): Promise<ReplayWindow> {
    const span = { from: nanosOfMillis(from), to: nanosOfMillis(from + rows * stepMillis) }
    const listed = await allPages((pageToken) => fleet.listVehicles({ organisation: this.organisation, pageToken }, { signal }), (page) => page.vehicles)
    const names = listed.map((one) => one.name)
    const visits = allPages(
      (pageToken) => site.listVisits({ organisation: this.organisation, fromTime: span.from, toTime: span.to, pageToken }, { signal }), (page) => page.visits,
    )
    const tracks = new Map<string, Track>()
    const signals = positionSignals.of('latitude', 'longitude', 'heading', 'speed')
    for (const vehicles of partsOf(names, signals)) {
      const request = {
        vehicles, signals, range: { case: 'span', value: span } as const,
        clock: { case: 'everyNanos', value: nanosOfMillis(stepMillis) } as const, method: AlignMethod.PREVIOUS, maximumAgeNanos: MAXIMUM_AGE_NANOS,
      }
      const filler = new TrackFiller(from, stepMillis, rows)
      for await (const response of query.align(request, { signal })) filler.take(response)
      for (const [name, track] of filler.tracks) tracks.set(name, track)
    }
    const silent = names.filter((name) => Number.isNaN(tracks.get(name)?.latitudes[0] ?? Number.NaN))
    return new ReplayWindow(from, stepMillis, rows, tracks, await visits, await lastPlaces(silent, from, signal))
  }
}

async function lastPlaces(names: readonly string[], from: number, signal: AbortSignal): Promise<Map<string, LastPlace>> {
  const pictures: Picture[] = []
  const span = { from: nanosOfMillis(from - LOOK_BACK_MILLIS), to: nanosOfMillis(from) }
  const signals = positionSignals.of('latitude', 'longitude', 'heading')
  for (const vehicles of partsOf(names, signals)) {
    const request = { vehicles, signals, range: { case: 'span', value: span } as const, maximum: STRETCHES }
    for await (const response of query.reduce(request, { signal })) pictures.push(pictureOf(response))
  }
  return lastPlacesOf(pictures)
}

// Vehicles of a call.
function partsOf(names: readonly string[], signals: readonly string[]): string[][] {
  const length = Math.max(1, Math.floor(SIGNALS_A_CALL / signals.length))
  return Array.from({ length: Math.ceil(names.length / length) }, (_, part) => names.slice(part * length, (part + 1) * length))
}

/** The last place that pictures of latitudes, longitudes and headings tell of each vehicle. */
export function lastPlacesOf(pictures: readonly Picture[]): Map<string, LastPlace> {
  const newest = new Map<string, { time: bigint; value: number }>()
  for (const { vehicle, signal, data } of pictures) {
    const time = data.kind === 'samples' ? data.times.at(-1) : data.to.at(-1)
    const value = data.kind === 'samples' ? data.values.at(-1) : data.last.at(-1)
    const key = `${vehicle} ${signal}`
    if (time === undefined || value === undefined || Number.isNaN(value) || time <= (newest.get(key)?.time ?? 0n)) continue
    newest.set(key, { time, value })
  }
  const places = new Map<string, LastPlace>()
  for (const vehicle of new Set(pictures.map((one) => one.vehicle))) {
    const last = (role: PositionRole) => positionSignals.first(role, (signal) => newest.get(`${vehicle} ${signal}`))
    const [latitude, longitude, heading] = [last('latitude'), last('longitude'), last('heading')]
    if (latitude && longitude) places.set(vehicle, { time: millisOf(latitude.time), latitude: latitude.value, longitude: longitude.value, heading: heading?.value })
  }
  return places
}

/** Lays rows of Align into tracks. */
export class TrackFiller {
  // By vehicle and signal; NaN where there is none.
  readonly #columns = new Map<string, Map<string, Float64Array>>()

  constructor(
    readonly from: number, readonly stepMillis: number, readonly rows: number,
  ) {}

  take({ baseTime, times, columns }: AlignResponse): void {
    if (times?.times.case !== 'plain') return
    let time = baseTime
    const rows = times.times.value.deltas.map((delta) => Math.round((millisOf((time += delta)) - this.from) / this.stepMillis))
    for (const column of columns) {
      const values = this.#valuesOf(column)
      const kind = column.column?.values
      const given: readonly (number | bigint)[] = kind?.case === 'doubles' || kind?.case === 'integers' ? kind.value.values : []
      rows.forEach((row, index) => {
        if (row >= 0 && row < this.rows && isPresent(column, index)) values[row] = Number(given[index] ?? Number.NaN)
      })
    }
  }

  /** What came, by vehicle. */
  get tracks(): Map<string, Track> {
    const none = new Float64Array(this.rows).fill(Number.NaN)
    return new Map([...this.#columns].map(([vehicle, columns]) => {
      const by = (role: PositionRole) => positionSignals.first(role, (signal) => columns.get(signal)) ?? none
      return [vehicle, { latitudes: by('latitude'), longitudes: by('longitude'), headings: by('heading'), speeds: by('speed') }]
    }))
  }

  #valuesOf({ vehicle, signal }: AlignedColumn): Float64Array {
    let columns = this.#columns.get(vehicle)
    if (!columns) this.#columns.set(vehicle, (columns = new Map()))
    let values = columns.get(signal)
    if (!values) columns.set(signal, (values = new Float64Array(this.rows).fill(Number.NaN)))
    return values
  }
}

function isPresent({ present }: AlignedColumn, row: number): boolean {
  return present.length === 0 || (((present[row >> 3] ?? 0) >> (row & 7)) & 1) === 1
}
