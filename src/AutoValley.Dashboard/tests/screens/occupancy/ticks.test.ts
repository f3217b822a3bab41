import { beforeEach, expect, it } from 'vitest'
import { choose } from '../../../src/app/settings.svelte.ts'
import { siteZone } from '../../../src/format/zone.svelte.ts'
import { ticksOf } from '../../../src/screens/occupancy/ticks.ts'

const SECOND = 1_000_000_000n
const at = (text: string) => BigInt(Date.parse(text)) * 1_000_000n

beforeEach(() => {
  choose({ clock: 'site' })
  siteZone.take('Asia/Kolkata')
})

it('ticks are at round times of the shown zone, no more than have room', () => {
  const from = at('2026-11-26T18:30:00Z')
  expect(ticksOf(from, from + 86_400n * SECOND, 10).map((tick) => tick.label)).toEqual(['00:00', '03:00', '06:00', '09:00', '12:00', '15:00', '18:00', '21:00'])
  expect(ticksOf(from, from + 86_400n * SECOND, 3.4).map((tick) => tick.label)).toEqual(['00:00', '12:00'])
  expect(ticksOf(from + 7n * SECOND, from + 65n * SECOND, 3)).toEqual([{ at: 23 / 58, label: '00:00:30' }, { at: 53 / 58, label: '00:01:00' }])
  expect(ticksOf(from, from + 7n * 86_400n * SECOND, 8).map((tick) => tick.label)).toEqual(['11-27', '11-28', '11-29', '11-30', '12-01', '12-02', '12-03'])
  expect(ticksOf(from, from, 5)).toEqual([])
})
