import type { PositionSignals as Names } from '../gen/autovalley/v1/fleet_pb.ts'

export type PositionRole = 'latitude' | 'longitude' | 'heading' | 'speed'

const ROLES = ['latitude', 'longitude', 'heading', 'speed'] as const
/** VSS's. */
const USUAL: Record<PositionRole, readonly string[]> = {
  latitude: ['Vehicle.CurrentLocation.Latitude'], longitude: ['Vehicle.CurrentLocation.Longitude'], heading: ['Vehicle.CurrentLocation.Heading'], speed: ['Vehicle.Speed'],
}

/** By which signals vehicles tell where they are, as the server says; VSS's names until it did. Of several with one role that a vehicle has, the first counts. */
class PositionSignals {
  #names: typeof USUAL = $state.raw(USUAL)

  /** Takes what the server says of each role; of one that it says nothing of, names stay as they are. */
  take(names: Names | undefined): void {
    for (const role of ROLES) {
      const told = names?.[role] ?? []
      if (told.length > 0 && told.join() !== this.#names[role].join()) this.#names = { ...this.#names, [role]: told }
    }
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
