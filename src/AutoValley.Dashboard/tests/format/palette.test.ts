import { expect, it } from 'vitest'
import { colourAt, colourOf } from '../../src/format/palette.ts'

const GROUND = { light: '#ffffff', dark: '#182029' }

function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

it.each([['light', false], ['dark', true]] as const)('colours on %s ground are at least 3 : 1 against it', (name, dark) => {
  for (let index = 0; index < 8; index++) {
    const [a, b] = [luminance(colourAt(index, dark)), luminance(GROUND[name])].sort((x, y) => y - x) as [number, number]
    expect((a + 0.05) / (b + 0.05), colourAt(index, dark)).toBeGreaterThanOrEqual(3)
  }
})

it('a name has the same colour each time, and of eight none that of another', () => {
  expect(colourOf('acme', false)).toBe(colourOf('acme', false))
  const names = ['acme', 'alpha', 'bravo', 'charlie', 'delta', 'echo', 'foxtrot', 'golf']
  expect(new Set(names.map((name) => colourOf(name, false))).size).toBe(8)
})
