import { describe, expect, it } from 'vitest'
import { isoOf, nanosOfIso } from '../../src/format/iso.ts'

describe('iso', () => {
  it.each([0n, 1_795_793_445_180_000_001n, 1_795_793_445_000_000_000n, 1_795_793_445_250_000_000n, -1n])('nanosOfIso_OfIsoOf_IsTheSame(%s)', (nanos) => {
    expect(nanosOfIso(isoOf(nanos))).toBe(nanos)
  })

  it('isoOf_Fraction_HasTheDigitsItTakes', () => {
    expect(isoOf(1_795_793_445_250_000_000n)).toBe('2026-11-27T15:30:45.25Z')
    expect(isoOf(1_795_793_445_000_000_000n)).toBe('2026-11-27T15:30:45Z')
  })

  it('nanosOfIso_ZoneOrNumber_IsTaken', () => {
    expect(nanosOfIso('2026-11-27T23:30:45+08:00')).toBe(1_795_793_445_000_000_000n)
    expect(nanosOfIso('2026-11-27T15:30Z')).toBe(1_795_793_400_000_000_000n)
    expect(nanosOfIso('1795793445180000001')).toBe(1_795_793_445_180_000_001n)
  })

  it.each(['', 'yesterday', '2026-11-27', '2026-13-27T00:00:00Z', '2026-11-27T15:30:45'])('nanosOfIso_NoTime_IsUndefined(%s)', (text) => {
    expect(nanosOfIso(text)).toBeUndefined()
  })
})
