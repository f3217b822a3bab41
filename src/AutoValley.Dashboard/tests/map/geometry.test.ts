import { expect, it } from 'vitest'
import { contains, labelPlaceOf, polygonsOf } from '../../src/map/geometry.ts'
import { latitudeOf, longitudeOf, metreAt, placeOf, View } from '../../src/map/mercator.ts'

const square = (from: number, to: number) => [{ x: from, y: from }, { x: to, y: from }, { x: to, y: to }, { x: from, y: to }]

it('a ring inside of another is its hole, and one inside of that an area again', () => {
  const [outer, hole, island, other] = [square(0, 10), square(1, 9), square(2, 8), square(20, 30)]
  expect(polygonsOf([hole, island, outer, other])).toEqual([[island], [outer, hole], [other]])
})

it('what lies in a hole is outside', () => {
  const rings = [square(0, 10), square(2, 8)]
  expect([contains(rings, { x: 1, y: 1 }), contains(rings, { x: 5, y: 5 }), contains(rings, { x: 11, y: 5 })]).toEqual([true, false, false])
})

it('a name stands where the area is widest, and in the middle of a road that goes round', () => {
  const tee = [{ x: 0, y: 0 }, { x: 10, y: 0 }, { x: 10, y: 2 }, { x: 6, y: 2 }, { x: 6, y: 10 }, { x: 4, y: 10 }, { x: 4, y: 2 }, { x: 0, y: 2 }]
  expect(labelPlaceOf([tee])).toMatchObject({ x: 5, y: expect.closeTo(1), width: 10 })
  expect(labelPlaceOf([square(0, 10), square(1, 9)])).toEqual({ x: 5, y: 5, width: 10 })
  expect(labelPlaceOf([])).toBeUndefined()
})

it('a place on the plane is where it is on the Earth', () => {
  const place = placeOf(49.62, -107.45)
  expect([latitudeOf(place), longitudeOf(place)].map((one) => one.toFixed(9))).toEqual(['49.620000000', '-107.450000000'])
  // A second of latitude is about 30.9 m.
  expect((place.y - placeOf(49.62 + 1 / 3600, -107.45).y) / metreAt(place)).toBeCloseTo(30.92, 0)
})

it('a view has its centre in the middle, and gives points back as places', () => {
  const view = new View(placeOf(10, 20), 16, 800, 600)
  expect([view.x(view.centre.x), view.y(view.centre.y)]).toEqual([400, 300])
  const place = view.placeAt(10, 590)
  expect(view.x(place.x)).toBeCloseTo(10, 5)
  expect(view.y(place.y)).toBeCloseTo(590, 5)
})
