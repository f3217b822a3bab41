import type { View } from './mercator.ts'

/** Metres; what the server takes for vehicles that nothing was said of. */
export const USUAL_SIZE: VehicleSize = { length: 5, width: 2, ahead: 2.5 }

export interface VehicleSize {
  readonly length: number
  readonly width: number
  /** From the reference point, which positions are of, to the front bumper. */
  readonly ahead: number
}

/** However far away, a vehicle is drawn so long that its way can be seen. */
const LEAST_LENGTH = 15
const LEAST_WIDTH = 9
const ROUND_RADIUS = 5.5
// How much of the length the nose takes, and how much of the width is left at its tip.
const NOSE = 0.38
const TIP = 0.3
const HALO = 2.5
const RING = 2

/** How a vehicle is drawn, whatever its place; lengths in CSS pixels. */
export interface ShapeStyle {
  readonly colour: string
  /** Around it, and inside of one that is doubtful. */
  readonly halo: string
  /** Dashed, and not filled. */
  readonly doubtful: boolean
  /** Colour of a ring around it; empty for none. */
  readonly ring: string
  /** Without a heading. */
  readonly round: boolean
  readonly length: number
  readonly width: number
  /** From its place to its front. */
  readonly ahead: number
}

/** To half a pixel, so that vehicles of one kind have one shape. */
export function shapeOf(size: VehicleSize, view: View, look: Pick<ShapeStyle, 'colour' | 'halo' | 'doubtful' | 'ring' | 'round'>): ShapeStyle {
  const half = (pixels: number) => Math.round(pixels * 2) / 2
  const length = Math.max(LEAST_LENGTH, half(size.length * view.metre))
  return { ...look, length, width: Math.max(LEAST_WIDTH, half(size.width * view.metre)), ahead: half((size.ahead / size.length) * length) }
}

/** Draws a vehicle with its place at the origin, that goes upwards. */
export function paintShape(context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D, style: ShapeStyle): void {
  context.beginPath()
  trace(context, style)
  context.lineJoin = 'round'
  context.strokeStyle = style.doubtful ? style.colour : style.halo
  context.fillStyle = style.doubtful ? style.halo : style.colour
  context.lineWidth = style.doubtful ? 2 : HALO
  if (style.doubtful) {
    context.fill()
    context.setLineDash([3, 2.5])
    context.stroke()
    context.setLineDash([])
  } else {
    context.stroke()
    context.fill()
  }
  if (style.ring === '') return
  context.beginPath()
  context.arc(0, 0, reachOfShape(style) + RING / 2, 0, 2 * Math.PI)
  context.strokeStyle = style.ring
  context.lineWidth = RING
  context.stroke()
}

function trace(context: CanvasPath, { round, length, width, ahead }: ShapeStyle): void {
  if (round) {
    context.arc(0, 0, Math.max(ROUND_RADIUS, width / 2), 0, 2 * Math.PI)
    return
  }
  const half = width / 2
  const [front, shoulder, rear] = [-ahead, -ahead + NOSE * length, -ahead + length]
  context.moveTo(-half, rear)
  context.lineTo(-half, shoulder)
  context.lineTo(-half * TIP, front)
  context.lineTo(half * TIP, front)
  context.lineTo(half, shoulder)
  context.lineTo(half, rear)
  context.closePath()
}

/** How far it has to be drawn from its place, with its ring. */
export function extentOf(style: ShapeStyle): number {
  return reachOfShape(style) + (style.ring === '' ? 0 : RING)
}

function reachOfShape({ length, width, ahead }: ShapeStyle): number {
  return Math.max(Math.hypot(ahead, (width * TIP) / 2), Math.hypot(length - ahead, width / 2)) + HALO / 2 + 0.5
}

/** How far from its place a vehicle reaches on the screen, pixels. */
export function reachOf(size: VehicleSize, view: View): number {
  return Math.max(LEAST_LENGTH, size.length * view.metre) * 0.75
}
