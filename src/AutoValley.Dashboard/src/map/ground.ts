import type { Map as Library } from 'maplibre-gl'
import type { MapColours } from './colours.ts'
import { paintsOf, styleOf, ZONES } from './layers.ts'
import { latitudeOf, longitudeOf, placeOf, View, type Place } from './mercator.ts'
import type { SiteMap } from './siteMap.ts'

/** What is seen of a map: `latitude,longitude,zoom`. */
export type Camera = string

const FIT = { padding: 24, maxZoom: 19, animate: false } as const
const DEEPEST_ZOOM = 22

interface GroundEvents {
  /** What is seen changes, with each drawn frame of it. */
  readonly onview: (view: View) => void
  /** A person moved it. */
  readonly oncamera: (camera: Camera) => void
  readonly onpick: (x: number, y: number) => void
  readonly onhover: (x: number, y: number) => void
}

/** The ground that everything else is drawn on: the site's map by MapLibre, seen from above, north up. Without WebGL it cannot be made, and throws. */
export class Ground {
  readonly #map: Library
  readonly #ids: ReadonlyMap<string, number>
  #fills: ReadonlyMap<string, string> = new Map()
  #chosen: string | undefined
  #ready = false

  private constructor(map: Library, readonly site: SiteMap) {
    this.#map = map
    this.#ids = new Map([...site.zones.keys()].map((name, id) => [name, id]))
  }

  /** Loads the library, which is large, and opens the map; a TypeError when the server does not answer. */
  static async open(container: HTMLElement, site: SiteMap, colours: MapColours, camera: Camera | undefined, on: GroundEvents, words: Record<string, string>): Promise<Ground> {
    const { GroundMap, ScaleControl, haveWorker } = await import('./library.ts')
    await haveWorker()
    const map = new GroundMap({
      container, style: styleOf(site, colours), attributionControl: false, dragRotate: false, pitchWithRotate: false, touchPitch: false, maxPitch: 0,
      maxZoom: DEEPEST_ZOOM, renderWorldCopies: false, fadeDuration: 0, locale: words,
    })
    const ground = new Ground(map, site)
    map.touchZoomRotate.disableRotation()
    map.keyboard.disableRotation()
    map.addControl(new ScaleControl({ unit: 'metric' }), 'bottom-left')
    if (!ground.#see(camera)) ground.fit()
    map.on('render', () => {
      on.onview(ground.view)
    })
    map.on('moveend', (moved) => {
      if ('originalEvent' in moved && moved.originalEvent) on.oncamera(ground.camera)
    })
    map.on('click', ({ point }) => {
      on.onpick(point.x, point.y)
    })
    map.on('mousemove', ({ point }) => {
      on.onhover(point.x, point.y)
    })
    map.getCanvas().addEventListener('keydown', (event) => {
      if (event.key === 'Enter') on.onpick(ground.view.width / 2, ground.view.height / 2)
    })
    map.once('load', () => {
      ground.#ready = true
      const fills = ground.#fills
      ground.#fills = new Map()
      ground.fill(fills)
      ground.choose(ground.#chosen)
    })
    return ground
  }

  get view(): View {
    const { lat, lng } = this.#map.getCenter()
    const { clientWidth, clientHeight } = this.#map.getContainer()
    return new View(placeOf(lat, lng), this.#map.getZoom(), clientWidth, clientHeight)
  }

  get camera(): Camera {
    const { lat, lng } = this.#map.getCenter()
    return `${lat.toFixed(6)},${lng.toFixed(6)},${this.#map.getZoom().toFixed(2)}`
  }

  /** Shows all of the site. */
  fit(): void {
    const box = this.site.box
    if (!box) return
    const [southWest, northEast] = [{ x: box.west, y: box.south }, { x: box.east, y: box.north }]
    this.#map.fitBounds([[longitudeOf(southWest), latitudeOf(southWest)], [longitudeOf(northEast), latitudeOf(northEast)]], FIT)
  }

  zoom(by: number): void {
    this.#map.zoomTo(this.#map.getZoom() + by, { duration: 200 }, { originalEvent: true })
  }

  /** Brings a place into the middle, when it is not seen well. */
  show(place: Place): void {
    const view = this.view
    if (view.shows(view.x(place.x), view.y(place.y), -40)) return
    this.#map.easeTo({ center: [longitudeOf(place), latitudeOf(place)], duration: 300 })
  }

  /** @param fills colours of zones; a zone without one has that of its kind. */
  fill(fills: ReadonlyMap<string, string>): void {
    const before = this.#fills
    this.#fills = fills
    if (!this.#ready) return
    for (const name of before.keys()) if (!fills.has(name)) this.#state(name, { fill: null })
    for (const [name, fill] of fills) if (before.get(name) !== fill) this.#state(name, { fill })
  }

  /** Outlines a zone, and no other. */
  choose(zone: string | undefined): void {
    const before = this.#chosen
    this.#chosen = zone
    if (!this.#ready) return
    if (before !== undefined && before !== zone) this.#state(before, { chosen: false })
    if (zone !== undefined) this.#state(zone, { chosen: true })
  }

  recolour(colours: MapColours): void {
    if (!this.#ready) return
    for (const [layer, property, value] of paintsOf(colours)) this.#map.setPaintProperty(layer, property as never, value as never)
  }

  set pointing(is: boolean) {
    this.#map.getCanvas().style.cursor = is ? 'pointer' : ''
  }

  destroy(): void {
    this.#map.remove()
  }

  #see(camera: Camera | undefined): boolean {
    const [latitude = NaN, longitude = NaN, zoom = NaN] = (camera ?? '').split(',').map(Number)
    if (!(Math.abs(latitude) < 85 && Math.abs(longitude) <= 180 && zoom >= 0 && zoom <= DEEPEST_ZOOM)) return false
    this.#map.jumpTo({ center: [longitude, latitude], zoom })
    return true
  }

  #state(zone: string, state: Record<string, unknown>): void {
    const id = this.#ids.get(zone)
    if (id !== undefined) this.#map.setFeatureState({ source: ZONES, id }, state)
  }
}
