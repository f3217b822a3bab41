import type { Booking } from '../../gen/autovalley/v1/booking_pb.ts'
import { ZoneState, type VehicleOccupancy, type ZoneOthers } from '../../gen/autovalley/v1/site_pb.ts'
import type { MapColours } from '../../map/colours.ts'
import type { MapZone, SiteMap } from '../../map/siteMap.ts'

/** A vehicle in a zone. */
export interface Occupant {
  readonly vehicle: string
  /** False: perhaps, by what is known of place, size and clock. */
  readonly sure: boolean
  /** Unix nanoseconds. */
  readonly since: bigint
  /** It fell silent: it was there. */
  readonly stale: boolean
}

export interface ZoneRow {
  readonly zone: MapZone
  /** The longest first. */
  readonly occupants: readonly Occupant[]
  /** In an organisation's view, how many it does not show, and how many of them are only perhaps in. */
  readonly others: number
  readonly othersUncertain: number
  /** Whether all that are in are known: in the past an organisation's view has none of the others. */
  readonly whole: boolean
  /** All that are known. */
  readonly count: number
  readonly over: boolean
  readonly bookings: readonly Booking[]
}

/**
 * @param at Unix nanoseconds: whose bookings count.
 * @param whole whether `others` are known.
 */
export function zoneRows(
  map: SiteMap, vehicles: Iterable<VehicleOccupancy>, others: ReadonlyMap<string, ZoneOthers>, bookings: readonly Booking[], at: bigint,
  whole: boolean,
): ZoneRow[] {
  const inside = new Map<string, Occupant[]>()
  for (const { vehicle, zones, staleSince } of vehicles) {
    for (const { zone, state, since } of zones) {
      const occupant = { vehicle, sure: state === ZoneState.IN, since, stale: staleSince !== undefined }
      const there = inside.get(zone)
      if (there) there.push(occupant)
      else inside.set(zone, [occupant])
    }
  }
  const current = bookings.filter((one) => one.fromTime <= at && at < one.toTime && one.cancelTime === undefined)
  const rows = [...map.zones.values()].map((zone) => {
    const occupants = (inside.get(zone.name) ?? []).sort((a, b) => Number(a.since - b.since))
    const hidden = others.get(zone.name)
    const count = occupants.length + (hidden?.vehicles ?? 0)
    const chain = map.chain(zone.name)
    return {
      zone, occupants, others: hidden?.vehicles ?? 0, othersUncertain: hidden?.uncertain ?? 0, whole, count, over: zone.capacity !== undefined && count > zone.capacity,
      bookings: current.filter((one) => one.zones.some((name) => chain.includes(name))),
    }
  })
  return rows.sort((a, b) => Number(b.over) - Number(a.over) || Number(b.count > 0) - Number(a.count > 0) || a.zone.name.localeCompare(b.zone.name))
}

/** Whether a row says a text: the zone, its kind, who is in or who booked. */
export function matchesZone({ zone, occupants, bookings }: ZoneRow, search: string): boolean {
  const words = [zone.name, zone.kind, ...occupants.map((one) => one.vehicle), ...bookings.map((one) => one.organisation)]
  return words.some((word) => word.toLowerCase().includes(search.toLowerCase()))
}

/** 2 of 4, or 2. */
function load(count: number, capacity: number | undefined): string {
  return capacity === undefined ? String(count) : `${String(count)} / ${String(capacity)}`
}

/** How many are in a zone, of how many may be; a dash while that is not known. */
export function loadOf({ whole, count, zone }: ZoneRow): string {
  return whole ? load(count, zone.capacity) : '–'
}

export function matchesVehicle({ vehicle, kind, zones }: VehicleOccupancy, search: string): boolean {
  return [vehicle, kind, ...zones.map((one) => one.zone)].some((word) => word.toLowerCase().includes(search.toLowerCase()))
}

/** Colours of zones with vehicles in them: of the smallest that a vehicle is in, and of those that hold too many. */
export function fillsOf(rows: readonly ZoneRow[], vehicles: Iterable<VehicleOccupancy>, map: SiteMap, colours: MapColours): Map<string, string> {
  const fills = new Map<string, string>()
  for (const { zones } of vehicles) {
    const around = new Set(zones.flatMap(({ zone }) => map.chain(zone).slice(1)))
    for (const { zone } of zones) if (!around.has(zone)) fills.set(zone, colours['zone-occupied'])
  }
  for (const { zone, others, over } of rows) {
    if (over) fills.set(zone.name, colours['zone-full'])
    else if (others > 0) fills.set(zone.name, colours['zone-occupied'])
  }
  return fills
}

/** How many are in, for the map: 2 / 4. */
export function notesOf(rows: readonly ZoneRow[]): Map<string, string> {
  return new Map(rows.filter((row) => row.whole && row.count > 0).map((row) => [row.zone.name, load(row.count, row.zone.capacity)]))
}
