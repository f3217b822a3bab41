const EARTH_METRES = 40_075_016.686
const TILE_PIXELS = 512

/** A place on the plane of web maps: the world is 0 to 1 both ways, y grows to the south. */
export interface Place {
  readonly x: number
  readonly y: number
}

/** @param latitude,longitude WGS84, degrees. */
export function placeOf(latitude: number, longitude: number): Place {
  const sine = Math.sin((latitude * Math.PI) / 180)
  return { x: longitude / 360 + 0.5, y: 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI) }
}

export function latitudeOf(place: Place): number {
  return (Math.atan(Math.sinh(Math.PI * (1 - 2 * place.y))) * 180) / Math.PI
}

export function longitudeOf(place: Place): number {
  return (place.x - 0.5) * 360
}

/** How long a metre is on the plane at a place. */
export function metreAt(place: Place): number {
  return Math.cosh(Math.PI * (1 - 2 * place.y)) / EARTH_METRES
}

/** What part of the plane is seen, north up, in CSS pixels. */
export class View {
  /** CSS pixels that the whole world is wide. */
  readonly scale: number
  /** CSS pixels that a metre is long in the middle of it. */
  readonly metre: number
  readonly #left: number
  readonly #top: number

  constructor(
    readonly centre: Place, zoom: number, readonly width: number, readonly height: number,
  ) {
    this.scale = TILE_PIXELS * 2 ** zoom
    this.metre = metreAt(centre) * this.scale
    this.#left = centre.x * this.scale - width / 2
    this.#top = centre.y * this.scale - height / 2
  }

  x(x: number): number {
    return x * this.scale - this.#left
  }

  y(y: number): number {
    return y * this.scale - this.#top
  }

  placeAt(x: number, y: number): Place {
    return { x: (x + this.#left) / this.scale, y: (y + this.#top) / this.scale }
  }

  /** Whether a point lies in it, or so many pixels beside it. */
  shows(x: number, y: number, beside: number): boolean {
    return x >= -beside && y >= -beside && x <= this.width + beside && y <= this.height + beside
  }
}
