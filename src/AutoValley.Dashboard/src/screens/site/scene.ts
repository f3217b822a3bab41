import type { Failure } from '../../api/failure.ts'
import { organisationOf } from '../../format/vehicle.ts'
import type { SiteVehicle, VehicleOccupancy, ZoneOthers } from '../../gen/autovalley/v1/site_pb.ts'
import { colourOf } from '../../format/palette.ts'
import { duration, NANOS_PER_SECOND } from '../../format/time.ts'
import type { VehicleLook } from '../../map/vehicleLayer.ts'
import { USUAL_SIZE, type VehicleSize } from '../../map/vehicleShape.ts'
import { isUncertain } from './occupancy.ts'
import { OLD_NANOS } from './trust.ts'

/** Who was where at a time: now, or in the past. */
export interface Scene {
  readonly vehicles: ReadonlyMap<string, VehicleOccupancy>
  readonly others: ReadonlyMap<string, ZoneOthers>
  /** Unix nanoseconds, by the server's clock. */
  readonly at: bigint
  /** What is shown is so now. */
  readonly live: boolean
  readonly past: boolean
  /** Whether anything was told of that time; until then that nobody is shown says nothing. */
  readonly known: boolean
  /** Whether those are counted whom an organisation's view does not show: the record has none of them. */
  readonly othersKnown: boolean
}

/** Why nothing is known yet. */
export interface Absence {
  readonly kind: 'loading' | Failure['kind']
  readonly text?: string
  readonly retry?: () => void
}

/** Whether a vehicle can be drawn: of one in the past its visits may be known and its place not. */
export function hasPlace({ latitude, longitude }: VehicleOccupancy): boolean {
  return !Number.isNaN(latitude) && !Number.isNaN(longitude)
}

/** How long ago a vehicle reported, nanoseconds; never less than 0. */
export function ageOf(vehicle: VehicleOccupancy, at: bigint): bigint {
  return at > vehicle.receiveTime ? at - vehicle.receiveTime : 0n
}

/** Whether a vehicle is not known to be where it is shown: it fell silent, or had no report for a while. */
export function isOld(vehicle: VehicleOccupancy, at: bigint): boolean {
  return vehicle.staleSince !== undefined || ageOf(vehicle, at) > OLD_NANOS
}

// On the map a change a second is enough.
function wholeSeconds(age: bigint): string {
  return duration(age - (age % NANOS_PER_SECOND)).replace('.0', '')
}

export function lookOf(vehicle: VehicleOccupancy, scene: Scene, size: VehicleSize, alarmed: boolean, dark: boolean): VehicleLook {
  const old = isOld(vehicle, scene.at)
  return {
    colour: colourOf(organisationOf(vehicle.vehicle), dark), size, stale: old || !(scene.live || scene.past), uncertain: isUncertain(vehicle), clockBad: vehicle.clockBad,
    accuracy: vehicle.accuracy, alarmed, note: old ? wholeSeconds(ageOf(vehicle, scene.at)) : '',
  }
}

/** @param known what was said of the vehicle, 0 being nothing. */
export function sizeOf(known: SiteVehicle | undefined): VehicleSize {
  if (!known || known.length <= 0 || known.width <= 0) return USUAL_SIZE
  return { length: known.length, width: known.width, ahead: known.ahead > 0 ? known.ahead : known.length / 2 }
}
