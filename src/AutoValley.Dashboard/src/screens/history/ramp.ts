/** Colours from little to much, told apart with any colour vision because they grow lighter all along (after viridis): red, green, blue. */
const STOPS: readonly (readonly [number, number, number])[] = [
  [68, 1, 84], [71, 45, 123], [59, 82, 139], [44, 114, 142], [33, 145, 140], [40, 174, 128], [94, 201, 98], [173, 220, 48], [253, 231, 37],
]
const STEPS = 64

const COLOURS: readonly string[] = Array.from({ length: STEPS }, (_, step) => between(step / (STEPS - 1)))

/** The colour of a share of the range, from 0 to 1. */
export function rampAt(share: number): string {
  return COLOURS[Math.round(Math.min(1, Math.max(0, share)) * (STEPS - 1))] ?? ''
}

/** For a legend. */
export const RAMP_GRADIENT = `linear-gradient(90deg, ${STOPS.map((stop) => `rgb(${stop.join(' ')})`).join(', ')})`

function between(share: number): string {
  const at = Math.min(share * (STOPS.length - 1), STOPS.length - 1.000001)
  const [low, high] = [STOPS[Math.floor(at)], STOPS[Math.floor(at) + 1]]
  return `rgb(${[0, 1, 2].map((part) => Math.round((low?.[part] ?? 0) + ((high?.[part] ?? 0) - (low?.[part] ?? 0)) * (at % 1))).join(' ')})`
}
