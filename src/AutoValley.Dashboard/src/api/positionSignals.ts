/** Where a vehicle is: VSS's names, which the site goes by as well. */
export const LATITUDE = 'Vehicle.CurrentLocation.Latitude'
export const LONGITUDE = 'Vehicle.CurrentLocation.Longitude'
