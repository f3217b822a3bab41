import { describe, expect, it } from 'vitest'
import { choose } from '../../src/app/settings.svelte.ts'
import { bytes, count, measure, percent } from '../../src/format/numbers.ts'
import { speed, withUnit } from '../../src/format/units.ts'

describe('numbers', () => {
  it('are short and exact where they can be', () => {
    expect(count(1_234_567n)).toBe('1,234,567')
    expect(bytes(999)).toBe('999 B')
    expect(bytes(12_900_000n)).toBe('12.3 MiB')
    expect(measure(1 / 3)).toBe('0.333333')
    expect(measure(0)).toBe('0')
    expect(measure(1e-7)).toBe('1.000e-7')
    expect(measure(Number.NaN)).toBe('NaN')
    expect(percent(0.1234)).toBe('12.3 %')
  })

  it('of speeds follow the chosen unit, both ways', () => {
    choose({ speed: 'km/h' })
    expect([speed(36), withUnit(10, 'm/s'), withUnit(36, 'km/h')]).toEqual(['36.0 km/h', '36 km/h', '36 km/h'])
    choose({ speed: 'm/s' })
    expect([speed(36), withUnit(10, 'm/s'), withUnit(36, 'km/h')]).toEqual(['10.0 m/s', '10 m/s', '10 m/s'])
    expect(withUnit(4.5, 'degrees')).toBe('4.5 degrees')
  })
})
