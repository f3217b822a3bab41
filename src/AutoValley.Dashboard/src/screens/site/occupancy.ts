import type { OccupancySnapshot, VehicleOccupancy, WatchOccupancyResponse, ZoneOthers } from '../../gen/autovalley/v1/site_pb.ts'

/** What a response changed. A gap: something is missing before it, and the feed has to begin anew. A part: more of a snapshot is to come. */
export type Taken =
  | { readonly kind: 'gap' | 'part' | 'heartbeat' }
  | { readonly kind: 'snapshot' }
  | { readonly kind: 'changes'; readonly vehicles: readonly VehicleOccupancy[]; readonly gone: readonly string[] }

/** Who is where, out of WatchOccupancy: a snapshot and the changes that follow it without a gap. */
export class OccupancyView {
  /** By name. */
  readonly vehicles = new Map<string, VehicleOccupancy>()
  /** In an organisation's view, what is in zones that it does not show; by zone. */
  readonly others = new Map<string, ZoneOthers>()
  /** The map that zones are of; 0 while none is active. */
  mapVersion = 0
  /** How far the display was behind what is durable, nanoseconds. */
  lagNanos = 0n

  #version: bigint | undefined
  #parts: OccupancySnapshot[] = []

  /** A call begins: parts of a snapshot that was cut are of no use. */
  begin(): void {
    this.#parts = []
  }

  take({ response, version, lagNanos }: WatchOccupancyResponse): Taken {
    this.lagNanos = lagNanos
    if (response.case === 'snapshot') {
      this.#parts.push(response.value)
      if (response.value.more) return { kind: 'part' }
      this.#version = version
      this.mapVersion = response.value.mapVersion
      this.vehicles.clear()
      this.others.clear()
      for (const part of this.#parts) this.#merge(part.vehicles, part.others)
      this.#parts = []
      return { kind: 'snapshot' }
    }
    if (response.case === 'changes') {
      if (this.#version !== response.value.sinceVersion) return { kind: 'gap' }
      this.#version = version
      this.#merge(response.value.vehicles, response.value.others)
      for (const name of response.value.gone) this.vehicles.delete(name)
      return { kind: 'changes', vehicles: response.value.vehicles, gone: response.value.gone }
    }
    return { kind: this.#version === version ? 'heartbeat' : 'gap' }
  }

  #merge(vehicles: readonly VehicleOccupancy[], others: readonly ZoneOthers[]): void {
    for (const one of vehicles) this.vehicles.set(one.vehicle, one)
    for (const one of others) {
      if (one.vehicles === 0) this.others.delete(one.zone)
      else this.others.set(one.zone, one)
    }
  }
}

/** Not known well where it is, or when it was there. */
export function isUncertain(vehicle: VehicleOccupancy): boolean {
  return vehicle.accuracyBad || vehicle.clockBad
}
