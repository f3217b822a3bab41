import { settings } from '../app/settings.svelte.ts'
import { measure } from './numbers.ts'

const KILOMETRES_PER_HOUR = 3.6

/** How values of a unit are shown: other speeds where a person chose so, all else as it is. */
export interface Shown {
  readonly unit: string
  readonly factor: number
}

export function shownUnit(unit: string): Shown {
  if (unit === 'km/h' && settings.speed === 'm/s') return { unit: 'm/s', factor: 1 / KILOMETRES_PER_HOUR }
  if (unit === 'm/s' && settings.speed === 'km/h') return { unit: 'km/h', factor: KILOMETRES_PER_HOUR }
  return { unit, factor: 1 }
}

/** 61.2 km/h */
export function withUnit(value: number, unit: string): string {
  const shown = shownUnit(unit)
  return `${measure(value * shown.factor)}${shown.unit === '' ? '' : ` ${shown.unit}`}`
}

/** A speed that the server tells in km/h. */
export function speed(kilometresPerHour: number): string {
  const shown = shownUnit('km/h')
  return `${(kilometresPerHour * shown.factor).toFixed(1)} ${shown.unit}`
}
