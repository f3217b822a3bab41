import { create } from '@bufbuild/protobuf'
import { nanosOfMillis } from '../../format/time.ts'
import { VehicleOccupancySchema, ZoneState, type VehicleOccupancy, type ZonePresence } from '../../gen/autovalley/v1/site_pb.ts'
import { placeOf } from '../../map/mercator.ts'
import type { SiteMap } from '../../map/siteMap.ts'
import type { ReplayWindow } from './replayWindow.ts'
import { hasPlace } from './scene.ts'
import { OLD_NANOS } from './trust.ts'

/**
 * Who was where at a time of the past, by name. A vehicle that was silent then stands where it reported last, in the zones of its visit that had no end, else
 * perhaps in those that hold the place. One of which only a visit is known has no place (NaN).
 * @param time Unix milliseconds.
 */
export function pastVehicles(window: ReplayWindow, time: number, map: SiteMap | undefined): Map<string, VehicleOccupancy> {
  const at = nanosOfMillis(time)
  const vehicles = new Map<string, VehicleOccupancy>()
  for (const vehicle of window.names) {
    const there = window.at(vehicle, time)
    if (!there) continue
    const { latitude, longitude, heading, speed } = there
    vehicles.set(vehicle, pastVehicle({ vehicle, latitude, longitude, ...(heading === undefined ? {} : { heading }), ...(speed === undefined ? {} : { speed }) }, at - nanosOfMillis(there.silentMillis), at))
  }
  for (const { vehicle, zone, enterTime, lastTime } of window.visitsAt(at)) {
    let one = vehicles.get(vehicle)
    if (!one) vehicles.set(vehicle, (one = pastVehicle({ vehicle, latitude: Number.NaN, longitude: Number.NaN }, lastTime < at ? lastTime : at, at)))
    one.zones.push(presence(zone, ZoneState.IN, enterTime))
  }
  for (const one of vehicles.values()) {
    if (one.staleSince === undefined || one.zones.length > 0 || !hasPlace(one)) continue
    one.zones.push(...(map?.zonesAt(placeOf(one.latitude, one.longitude)) ?? []).map((zone) => presence(zone.name, ZoneState.UNCERTAIN, one.eventTime)))
  }
  return vehicles
}

function pastVehicle(known: Pick<VehicleOccupancy, 'vehicle' | 'latitude' | 'longitude'> & { heading?: number; speed?: number }, eventTime: bigint, at: bigint): VehicleOccupancy {
  return create(VehicleOccupancySchema, { ...known, eventTime, receiveTime: eventTime, ...(at - eventTime > OLD_NANOS ? { staleSince: eventTime } : {}) })
}

function presence(zone: string, state: ZoneState, since: bigint): ZonePresence {
  return { $typeName: 'autovalley.v1.ZonePresence', zone, state, since }
}
