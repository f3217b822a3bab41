import type { View } from './mercator.ts'
import type { Motion } from './motion.ts'

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

/** Adds a vehicle's outline to a path, seen from above; one whose heading is not known is round. */
export function traceVehicle(path: Path2D, motion: Motion, size: VehicleSize, view: View): void {
  const [x, y] = [view.x(motion.x), view.y(motion.y)]
  if (Number.isNaN(motion.heading)) {
    const radius = Math.max(ROUND_RADIUS, (size.width / 2) * view.metre)
    path.moveTo(x + radius, y)
    path.arc(x, y, radius, 0, 2 * Math.PI)
    return
  }
  const length = Math.max(LEAST_LENGTH, size.length * view.metre)
  const half = Math.max(LEAST_WIDTH, size.width * view.metre) / 2
  const front = (size.ahead / size.length) * length
  const [sine, cosine] = [Math.sin(motion.heading), Math.cos(motion.heading)]
  // Forward is (sine, −cosine) on the screen, right of it (cosine, sine).
  const corner = (forward: number, right: number): [number, number] => [x + forward * sine + right * cosine, y - forward * cosine + right * sine]
  path.moveTo(...corner(front - length, -half))
  path.lineTo(...corner(front - NOSE * length, -half))
  path.lineTo(...corner(front, -half * TIP))
  path.lineTo(...corner(front, half * TIP))
  path.lineTo(...corner(front - NOSE * length, half))
  path.lineTo(...corner(front - length, half))
  path.closePath()
}

/** How far from its place a vehicle reaches on the screen, pixels. */
export function reachOf(size: VehicleSize, view: View): number {
  return Math.max(LEAST_LENGTH, size.length * view.metre) * 0.75
}
