import type { Feature, FeatureCollection } from 'geojson'
import type { ExpressionSpecification, LayerSpecification, StyleSpecification } from 'maplibre-gl'
import type { MapColours } from './colours.ts'
import type { Ring } from './geometry.ts'
import { latitudeOf, longitudeOf, type Place } from './mercator.ts'
import type { MapZone, SiteMap } from './siteMap.ts'

/** Of the zones, whose features have the number of the zone in the map's order for an id. */
export const ZONES = 'zones'

type Position = [number, number]

/** The map's style: no tiles, glyphs or pictures, all of it is in here. Feature state `fill` gives a zone a colour of its own, `chosen` an outline. */
export function styleOf(site: SiteMap, colours: MapColours): StyleSpecification {
  return {
    version: 8,
    sources: {
      site: { type: 'geojson', data: collection(site.boundary.map((ring) => polygon([[ring]], {}))) },
      [ZONES]: { type: 'geojson', data: collection(drawingOrder(site).map(([zone, id]) => polygon(zone.polygons, { kind: zone.kind }, id))) },
      routes: { type: 'geojson', data: collection(site.routes.map(line)) },
    },
    layers: layersOf(colours),
  }
}

/** Every colour that a theme has, as (layer, property, value). */
export function paintsOf(colours: MapColours): [layer: string, property: string, value: unknown][] {
  return layersOf(colours).flatMap((layer) => Object.entries(layer.paint ?? {}).map<[string, string, unknown]>(([property, value]) => [layer.id, property, value]))
}

function layersOf(colours: MapColours): LayerSpecification[] {
  const byKind: ExpressionSpecification = [
    'match', ['get', 'kind'], 'track', colours['zone-track'], 'lane', colours['zone-lane'], 'junction', colours['zone-junction'], 'pad', colours['zone-pad'],
    'workshop', colours['zone-workshop'], 'pit', colours['zone-pit'], colours['zone-other'],
  ]
  const fill: ExpressionSpecification = ['to-color', ['coalesce', ['feature-state', 'fill'], byKind]]
  const chosen = (yes: string | number, no: string | number): ExpressionSpecification => ['case', ['boolean', ['feature-state', 'chosen'], false], yes, no]
  return [
    { id: 'ground', type: 'background', paint: { 'background-color': colours['map-ground'] } },
    { id: 'site', type: 'fill', source: 'site', paint: { 'fill-color': colours['map-site'] } },
    { id: 'boundary', type: 'line', source: 'site', paint: { 'line-color': colours['map-line'], 'line-width': 1.5, 'line-dasharray': [4, 3] } },
    { id: 'zone-fills', type: 'fill', source: ZONES, paint: { 'fill-color': fill } },
    { id: 'zone-lines', type: 'line', source: ZONES, paint: { 'line-color': chosen(colours.accent, colours['map-line']), 'line-width': chosen(3, 0.6) } },
    { id: 'route-lines', type: 'line', source: 'routes', minzoom: 15, paint: { 'line-color': colours['map-route'], 'line-width': 1, 'line-dasharray': [5, 5] } },
  ]
}

// What is part of another zone lies on it.
function drawingOrder(site: SiteMap): [MapZone, number][] {
  return [...site.zones.values()].map<[MapZone, number]>((zone, id) => [zone, id]).sort(([a], [b]) => site.chain(a.name).length - site.chain(b.name).length || b.area - a.area)
}

function positionOf(place: Place): Position {
  return [longitudeOf(place), latitudeOf(place)]
}

function polygon(polygons: readonly (readonly Ring[])[], properties: Record<string, string>, id?: number): Feature {
  const coordinates = polygons.map((rings) => rings.map((ring) => [...ring, ...ring.slice(0, 1)].map(positionOf)))
  return { type: 'Feature', ...(id === undefined ? {} : { id }), properties, geometry: { type: 'MultiPolygon', coordinates } }
}

function line(places: readonly Place[]): Feature {
  return { type: 'Feature', properties: {}, geometry: { type: 'LineString', coordinates: places.map(positionOf) } }
}

function collection(features: Feature[]): FeatureCollection {
  return { type: 'FeatureCollection', features }
}
