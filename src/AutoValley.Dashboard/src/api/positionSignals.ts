import type { PositionSignals as Names } from '../gen/autovalley/v1/fleet_pb.ts'

export type PositionRole = 'latitude' | 'longitude' | 'heading' | 'speed'

const ROLES = ['latitude', 'longitude', 'heading', 'speed'] as const
/** VSS's. */
const USUAL: Record<PositionRole, readonly string[]> = {
  latitude: ['Vehicle.CurrentLocation.Latitude'], longitude: ['Vehicle.CurrentLocation.Longitude'], heading: ['Vehicle.CurrentLocation.Heading'], speed: ['Vehicle.Speed'],
}

/** By which signals vehicles tell where they are, as the server says; VSS's names until it did. Of several with one role that a vehicle has, the first counts. */
class PositionSignals {
  #names = USUAL

  take(names: Names | undefined): void {
    if (names && ROLES.every((role) => names[role].length > 0)) this.#names = names
  }

  /** All names of some roles. */
  of(...roles: readonly PositionRole[]): string[] {
    return [...new Set(roles.flatMap((role) => this.#names[role]))]
  }

  /** What the first of a role's signals gives that gives anything. */
  first<T>(role: PositionRole, find: (signal: string) => T | undefined): T | undefined {
    for (const name of this.#names[role]) {
      const found = find(name)
      if (found !== undefined) return found
    }
    return undefined
  }
}

export const positionSignals = new PositionSignals()
