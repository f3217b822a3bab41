import type { UtilisationRow } from '../../gen/autovalley/v1/booking_pb.ts'

/** How an organisation used all zones together; lengths in nanoseconds, added up over zones. */
export interface OrganisationUse {
  readonly organisation: string
  occupied: bigint
  vehicleTime: bigint
  visits: number
  booked: bigint
  used: bigint
  unbooked: bigint
}

/** By organisation, the one that used most first. */
export function byOrganisation(rows: readonly UtilisationRow[]): OrganisationUse[] {
  const all = new Map<string, OrganisationUse>()
  for (const row of rows) {
    let use = all.get(row.organisation)
    if (!use) {
      use = { organisation: row.organisation, occupied: 0n, vehicleTime: 0n, visits: 0, booked: 0n, used: 0n, unbooked: 0n }
      all.set(row.organisation, use)
    }
    use.occupied += row.occupiedNanos
    use.vehicleTime += row.vehicleNanos
    use.visits += row.visits
    use.booked += row.bookedNanos
    use.used += row.usedNanos
    use.unbooked += row.unbookedNanos
  }
  return [...all.values()].sort((a, b) => (a.vehicleTime > b.vehicleTime ? -1 : a.vehicleTime < b.vehicleTime ? 1 : a.organisation.localeCompare(b.organisation)))
}

/** The share of what was booked that was used; undefined when nothing was. */
export function shareUsed(use: OrganisationUse): number | undefined {
  return use.booked === 0n ? undefined : Number(use.used) / Number(use.booked)
}
