import { site } from '../api/clients.ts'
import type { GetMapResponse, SiteLine, SiteZone } from '../gen/autovalley/v1/site_pb.ts'
import { boxOf, contains, labelPlaceOf, polygonsOf, type Box, type LabelPlace, type Ring } from './geometry.ts'
import { placeOf, type Place } from './mercator.ts'

export interface MapZone {
  readonly name: string
  /** track, lane, junction, pad, workshop, pit or other. */
  readonly kind: string
  /** The zone it is part of; empty for none. */
  readonly parent: string
  /** Vehicles at once; undefined for no limit. */
  readonly capacity: number | undefined
  /** km/h; undefined for no limit. */
  readonly speedLimit: number | undefined
  readonly exclusive: boolean
  /** Kinds of vehicle that may be in it; empty for all. */
  readonly vehicleKinds: readonly string[]
  /** Square metres. */
  readonly area: number
  readonly rings: readonly Ring[]
  readonly polygons: readonly (readonly Ring[])[]
  readonly label: LabelPlace | undefined
}

/** A version of the site's map, as the page draws it. */
export class SiteMap {
  /** By name, in the map's order. */
  readonly zones: ReadonlyMap<string, MapZone>
  readonly box: Box | undefined

  constructor(
    readonly version: number, readonly name: string, readonly boundary: readonly Ring[], zones: readonly MapZone[],
    readonly routes: readonly (readonly Place[])[],
    /** Seen as well where all of the map is. */
    around: readonly Place[] = [],
  ) {
    this.zones = new Map(zones.map((zone) => [zone.name, zone]))
    this.box = boxOf([...boundary, ...zones.flatMap((zone) => zone.rings), ...routes, around])
  }

  /** The zone itself, what it is part of, what that is part of … */
  chain(name: string): string[] {
    const chain: string[] = []
    for (let zone = name; zone !== '' && !chain.includes(zone); zone = this.zones.get(zone)?.parent ?? '') chain.push(zone)
    return chain
  }

  /** The smallest zone at a place. */
  zoneAt(place: Place): MapZone | undefined {
    return this.zonesAt(place)[0]
  }

  /** All zones at a place, the smallest first. */
  zonesAt(place: Place): MapZone[] {
    return [...this.zones.values()].filter((zone) => contains(zone.rings, place)).sort((a, b) => a.area - b.area)
  }
}

/** @param version 0 for the active one. */
export async function loadSiteMap(version: number, signal?: AbortSignal): Promise<SiteMap> {
  const parts: GetMapResponse[] = []
  for await (const part of site.getMap({ version }, signal ? { signal } : {})) parts.push(part)
  return siteMapOf(parts)
}

function siteMapOf(parts: readonly GetMapResponse[]): SiteMap {
  const head = parts.flatMap(({ part }) => (part.case === 'head' ? [part.value] : []))[0]
  const zones = parts.flatMap(({ part }) => (part.case === 'zones' ? part.value.zones : []))
  const routes = parts.flatMap(({ part }) => (part.case === 'routes' ? part.value.routes : []))
  const paths = routes.flatMap((route) => (route.path ? [closedIf(placesOf(route.path), route.closed)] : []))
  return new SiteMap(head?.map?.version ?? 0, head?.map?.name ?? '', (head?.boundary ?? []).map(placesOf), zones.map(zoneOf), paths)
}

function zoneOf(zone: SiteZone): MapZone {
  const rings = zone.rings.map(placesOf)
  return {
    name: zone.name, kind: zone.kind, parent: zone.parent, capacity: zone.capacity, speedLimit: zone.speedLimit, exclusive: zone.exclusive,
    vehicleKinds: zone.vehicleKinds, area: zone.area, rings, polygons: polygonsOf(rings), label: labelPlaceOf(rings),
  }
}

function placesOf(line: SiteLine): Place[] {
  return line.latitudes.map((latitude, index) => placeOf(latitude, line.longitudes[index] ?? 0))
}

function closedIf(places: Place[], closed: boolean): Place[] {
  return closed && places[0] ? [...places, places[0]] : places
}
