import { beforeEach, expect, it, vi } from 'vitest'
import { readColours } from '../../src/map/colours.ts'
import { placeOf, View } from '../../src/map/mercator.ts'
import { Overlay } from '../../src/map/overlay.ts'
import { VehicleLayer, type VehicleLook } from '../../src/map/vehicleLayer.ts'
import { shapeOf, USUAL_SIZE, type ShapeStyle } from '../../src/map/vehicleShape.ts'

const LOOK: VehicleLook = { colour: '#123456', size: USUAL_SIZE, stale: false, uncertain: false, clockBad: false, accuracy: 3, alarmed: false, note: '' }
const here = placeOf(49.62, -107.45)
const view = new View(here, 17, 400, 300)

/** Says what a canvas was asked to draw. */
class Drawing {
  said: string[] = []
  poses: number[][] = []
  dashed = false
  fillStyle = ''
  strokeStyle = ''
  setLineDash = (dashes: number[]) => { this.dashed = dashes.length > 0 }
  getTransform = () => ({ a: 1 })
  stroke = () => { this.said.push(`${this.dashed ? 'dashed' : 'line'} ${this.strokeStyle}`) }
  beginPath = () => undefined
  arc = () => undefined
  setTransform = () => undefined
  clearRect = () => undefined
}

/** Instead of pictures of vehicles. */
const stamps = {
  draw: (context: unknown, { colour, doubtful, ring, round }: ShapeStyle, scale: number, x: number, y: number, heading: number) => {
    (context as Drawing).poses.push([scale, x, y, heading])
    ;(context as Drawing).said.push(`${doubtful ? 'outline' : 'shape'} ${colour}${round ? ' round' : ''}${ring ? ` in ${ring}` : ''}`)
  },
}

const texts = { widthOf: (text: string) => text.length * 6, draw: (context: unknown, text: string) => { (context as Drawing).said.push(text) } }

const colours = { ...readColours(), stale: 'grey', 'map-halo': 'halo', warn: 'warn', bad: 'bad', accent: 'accent' }
let layer: VehicleLayer
let drawing: Drawing
const draw = (now = 0) => layer.draw(drawing as unknown as CanvasRenderingContext2D, view, now)

beforeEach(() => {
  layer = new VehicleLayer(colours, stamps, texts)
  drawing = new Drawing()
  layer.report('acme/van', here, 90, 0, 0)
})

it('a live vehicle has the colour of its organisation and its name', () => {
  layer.look('acme/van', LOOK)
  draw()
  expect(drawing.said).toEqual(['shape #123456', 'van'])
  expect(drawing.poses).toEqual([[1, expect.closeTo(200), expect.closeTo(150), expect.closeTo(Math.PI / 2)]])
})

it('a stale one is grey, with its age', () => {
  layer.look('acme/van', { ...LOOK, stale: true, note: '12 s' })
  draw()
  expect(drawing.said).toEqual(['shape grey', 'van · 12 s'])
})

it('an uncertain one is not filled, dashed, and has a circle where it may be', () => {
  layer.look('acme/van', { ...LOOK, uncertain: true, accuracy: 20 })
  draw()
  expect(drawing.said).toEqual(['dashed warn', 'outline #123456', 'van'])
})

it('one with a wrong clock is marked, and one with an alarm has a ring', () => {
  layer.look('acme/van', { ...LOOK, clockBad: true, alarmed: true })
  draw()
  expect(drawing.said).toEqual(['shape #123456 in bad', 'van · ⏱'])
  drawing.said = []
  layer.choose('acme/van')
  draw()
  expect(drawing.said).toContain('line accent')
})

it('a name that another one covers is left out, an age is not', () => {
  layer.look('acme/van', LOOK)
  layer.report('acme/bus', here, 90, 0, 0)
  layer.look('acme/bus', LOOK)
  draw()
  expect(drawing.said).not.toContain('bus')
  layer.look('acme/bus', { ...LOOK, stale: true, note: '9 s' })
  draw()
  expect(drawing.said).toContain('bus · 9 s')
})

it('one without a heading is round', () => {
  layer.look('acme/van', LOOK)
  layer.report('acme/van', here, undefined, 100, 0)
  draw(1_000)
  expect(drawing.said[0]).toBe('shape #123456 round')
})

it('has its own length and width as soon as they can be seen, and its place where the vehicle has it', () => {
  const style = { colour: '', halo: '', doubtful: false, ring: '', round: false }
  const size = { length: 10, width: 2.5, ahead: 9 }
  const near = shapeOf(size, new View(here, 22, 400, 300), style)
  expect(near.length / near.width).toBeCloseTo(4, 1)
  expect(near.ahead / near.length).toBeCloseTo(0.9, 1)
  const far = shapeOf(size, new View(here, 12, 400, 300), style)
  expect([far.length, far.width, far.ahead]).toEqual([15, 9, 13.5])
})

it('one that was never looked at is not shown as live', () => {
  draw()
  expect(drawing.said).toContain('shape grey')
})

it('is picked where it is, and not beside it', () => {
  expect([layer.at(200, 150, view), layer.at(200, 110, view)]).toEqual(['acme/van', undefined])
  // However small it is drawn, a finger hits it.
  expect(layer.at(200, 129, new View(here, 10, 400, 300))).toBe('acme/van')
  layer.remove('acme/van')
  expect(layer.at(200, 150, view)).toBeUndefined()
})

it('asks for frames while something moves, and for none when nothing does', () => {
  const frames: FrameRequestCallback[] = []
  vi.stubGlobal('requestAnimationFrame', (frame: FrameRequestCallback) => frames.push(frame))
  vi.spyOn(performance, 'now').mockImplementation(() => clock)
  let clock = 0
  const canvas = document.createElement('canvas')
  canvas.getContext = (() => drawing) as never
  const overlay = new Overlay(canvas, layer)
  overlay.look(view)
  layer.look('acme/van', LOOK)
  expect(frames.length).toBe(1)
  frames.pop()?.(0)
  expect(frames.length).toBe(0)
  layer.look('acme/van', { ...LOOK })
  expect(frames.length).toBe(0)
  layer.report('acme/van', { x: here.x + 1e-6, y: here.y }, 90, 100, 0)
  for (clock = 0; frames.length > 0; clock += 20) frames.pop()?.(clock)
  expect(clock).toBe(120)
  overlay.destroy()
  layer.report('acme/van', here, 90, 200, 200)
  expect(frames.length).toBe(0)
  vi.restoreAllMocks()
})

it('rests between two frames where the processor draws them, and draws the newest then', () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  const frames: FrameRequestCallback[] = []
  vi.stubGlobal('requestAnimationFrame', (frame: FrameRequestCallback) => frames.push(frame))
  const canvas = document.createElement('canvas')
  canvas.getContext = (() => drawing) as never
  const overlay = new Overlay(canvas, layer, 25)
  overlay.look(view)
  layer.look('acme/van', LOOK)
  layer.look('acme/van', { ...LOOK, note: '4 s' })
  expect(frames.length).toBe(0)
  vi.advanceTimersByTime(25)
  expect(frames.length).toBe(1)
  frames.pop()?.(0)
  layer.look('acme/van', LOOK)
  overlay.destroy()
  vi.advanceTimersByTime(100)
  expect(frames.length).toBe(0)
  vi.unstubAllGlobals()
})
