import type { SiteVisit } from '../../gen/autovalley/v1/site_pb.ts'
import { placeOf, type Place } from '../../map/mercator.ts'
import { turn } from '../../map/motion.ts'

/** What a vehicle said in a window: a value for each row, NaN where it had none. */
export interface Track {
  /** Degrees. */
  readonly latitudes: Float64Array
  readonly longitudes: Float64Array
  /** Degrees from north, clockwise. */
  readonly headings: Float64Array
  /** km/h. */
  readonly speeds: Float64Array
}

/** Where a silent vehicle was known to be last. */
export interface LastPlace {
  /** Unix milliseconds. */
  readonly time: number
  readonly latitude: number
  readonly longitude: number
  readonly heading: number | undefined
}

/** A vehicle at a time of the past. */
export interface PastPlace {
  readonly place: Place
  readonly latitude: number
  readonly longitude: number
  readonly heading: number | undefined
  readonly speed: number | undefined
  /** Milliseconds since it was known to be there; 0 while it reports. */
  readonly silentMillis: number
}

/** A span of the past, as rows of equal distance. Times are Unix milliseconds. */
export class ReplayWindow {
  /** @param before of vehicles that were silent when it begins. */
  constructor(
    readonly from: number, readonly stepMillis: number, readonly rows: number, readonly tracks: ReadonlyMap<string, Track>, readonly visits: readonly SiteVisit[],
    readonly before: ReadonlyMap<string, LastPlace> = new Map(),
  ) {}

  /** Vehicles with a place somewhere in the window, or before it. */
  get names(): ReadonlySet<string> {
    return new Set([...this.tracks.keys(), ...this.before.keys()])
  }

  get to(): number {
    return this.from + this.rows * this.stepMillis
  }

  /** Between two rows on the line between them; after the last report where that was. Undefined when none is known until then. */
  at(vehicle: string, time: number): PastPlace | undefined {
    const track = this.tracks.get(vehicle)
    if (!track) return this.#before(vehicle, time)
    const exact = Math.min(Math.max(0, (time - this.from) / this.stepMillis), this.rows - 1)
    let row = Math.floor(exact)
    while (row >= 0 && Number.isNaN(track.latitudes[row] ?? Number.NaN)) row--
    if (row < 0) return this.#before(vehicle, time)
    const next = row === Math.floor(exact) && !Number.isNaN(track.latitudes[row + 1] ?? Number.NaN)
    const share = next ? exact - row : 0
    const [latitude, longitude] = [between(track.latitudes, row, share), between(track.longitudes, row, share)]
    const silentMillis = next || row === Math.floor(exact) ? 0 : time - (this.from + row * this.stepMillis)
    const speed = track.speeds[row] ?? Number.NaN
    return {
      place: placeOf(latitude, longitude), latitude, longitude, heading: headingAt(track.headings, row, share), speed: Number.isNaN(speed) ? undefined : speed, silentMillis,
    }
  }

  /** Visits that went on at a time, Unix nanoseconds. One without an end goes on: a vehicle that fell silent inside was not seen to leave. */
  visitsAt(time: bigint): SiteVisit[] {
    return this.visits.filter((one) => one.enterTime <= time && (one.leaveTime === undefined || time < one.leaveTime))
  }

  #before(vehicle: string, time: number): PastPlace | undefined {
    const last = this.before.get(vehicle)
    if (!last) return undefined
    const { latitude, longitude, heading } = last
    return { place: placeOf(latitude, longitude), latitude, longitude, heading, speed: undefined, silentMillis: Math.max(0, time - last.time) }
  }
}

function between(values: Float64Array, row: number, share: number): number {
  const from = values[row] ?? Number.NaN
  return share === 0 ? from : from + ((values[row + 1] ?? from) - from) * share
}

function headingAt(headings: Float64Array, row: number, share: number): number | undefined {
  const [from = Number.NaN, to = Number.NaN] = [headings[row], headings[row + 1]]
  if (Number.isNaN(from)) return undefined
  if (share === 0 || Number.isNaN(to)) return from
  return from + ((turn((from * Math.PI) / 180, (to * Math.PI) / 180) * 180) / Math.PI) * share
}
