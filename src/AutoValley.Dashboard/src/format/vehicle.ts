/** The organisation of organisation/vehicle. */
export function organisationOf(vehicle: string): string {
  return vehicle.split('/', 1)[0] ?? vehicle
}
