import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { VehicleStamps } from '../../src/map/vehicleStamps.ts'
import type { ShapeStyle } from '../../src/map/vehicleShape.ts'

const STYLE: ShapeStyle = { colour: '#123456', halo: 'white', doubtful: false, ring: '', round: false, length: 20, width: 9, ahead: 10 }
let made: { width: number; height: number }[]
/** How what was painted on each picture was turned and moved. */
let painted: number[][]
let drawn: unknown[][]
const context = {
  setTransform: (...matrix: number[]) => drawn.push(['turned', ...matrix]),
  drawImage: (picture: unknown, ...at: number[]) => drawn.push([made.indexOf(picture as never), ...at]),
} as unknown as CanvasRenderingContext2D

beforeEach(() => {
  ;[made, drawn, painted] = [[], [], []]
  vi.stubGlobal('OffscreenCanvas', class {
    constructor(readonly width: number, readonly height: number) { made.push(this) }
    getContext() {
      return new Proxy({ setTransform: (...matrix: number[]) => painted.push(matrix) }, {
        get: (known, name) => name === 'setTransform' ? known.setTransform : () => undefined, set: () => true,
      })
    }
  })
})
afterEach(() => { vi.unstubAllGlobals() })

it('where the processor draws, pictures are turned beforehand and lie on whole pixels', () => {
  const stamps = new VehicleStamps(true)
  stamps.draw(context, STYLE, 2, 100.3, 50.2, 1)
  stamps.draw(context, STYLE, 2, 101, 50, 1.001)
  stamps.draw(context, STYLE, 2, 100, 50, 1.1)
  stamps.draw(context, STYLE, 2, 100, 50, 1 - 2 * Math.PI)
  const half = (made[0]?.width ?? 0) / 2
  expect(drawn.filter(([what]) => what !== 'turned')).toEqual([[0, 201 - half, 100 - half], [0, 202 - half, 100 - half], [1, 200 - half, 100 - half], [0, 200 - half, 100 - half]])
  expect(drawn[0]).toEqual(['turned', 1, 0, 0, 1, 0, 0])
})

it('a graphics card turns one picture, wherever between pixels', () => {
  const stamps = new VehicleStamps(false)
  stamps.draw(context, STYLE, 1, 100.3, 50.2, Math.PI / 2)
  stamps.draw(context, STYLE, 1, 100.3, 50.2, 1)
  expect(made).toHaveLength(1)
  const [, cosine, sine] = drawn[0] as number[]
  expect([cosine, sine]).toEqual([expect.closeTo(0), 1])
  expect(drawn[0]?.slice(5)).toEqual([100.3, 50.2])
})

it('what is painted beforehand is turned clockwise from upwards', () => {
  new VehicleStamps(true).draw(context, STYLE, 2, 0, 0, Math.PI / 2)
  const half = (made[0]?.width ?? 0) / 2
  expect(painted).toEqual([[expect.closeTo(0), 2, -2, expect.closeTo(0), half, half]])
})

it('pictures are bounded', () => {
  const stamps = new VehicleStamps(true)
  const paint = () => { for (let turn = 0; turn < 120; turn++) for (let length = 40; length <= 64; length++) stamps.draw(context, { ...STYLE, length, ahead: length / 2 }, 2, 0, 0, (turn / 120) * 2 * Math.PI) }
  paint()
  const first = made.length
  expect(made.reduce((sum, one) => sum + one.width * one.height, 0)).toBeGreaterThan(4 << 20)
  paint()
  expect(made.length).toBeGreaterThan(first)
  // Those that are in use stay.
  const before = made.length
  for (let round = 0; round < 2; round++) for (const width of [3, 4, 5]) stamps.draw(context, { ...STYLE, width }, 2, 0, 0, 0)
  expect(made.length).toBe(before + 3)
})
