import { create } from '@bufbuild/protobuf'
import { cleanup, render, screen } from '@testing-library/svelte'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { choose } from '../../../src/app/settings.svelte.ts'
import { AlarmKind, AlarmSchema, AlarmState } from '../../../src/gen/autovalley/v1/alarm_pb.ts'
import AlarmList from '../../../src/screens/site/AlarmList.svelte'

const TOLD = 1_795_793_445_000_000_000n
const alarm = create(AlarmSchema, { id: 1n, kind: AlarmKind.OVER_SPEED, state: AlarmState.RAISED, text: 'a/1 drives too fast', value: 61.2, worst: 72, raises: 1 })
const list = (worst: number) => render(AlarmList, {
  alarms: [{ ...alarm, worst }], toldTime: () => TOLD, live: true, now: TOLD + 9_000_000_000n, notRaised: 0, act: vi.fn(), onvehicle: vi.fn(), onzone: vi.fn(),
})

beforeEach(() => { choose({ language: 'en', clock: 'utc', speed: 'km/h' }) })
afterEach(() => {
  choose({ speed: 'km/h' })
  cleanup()
})

it('an alarm that got worse says the worst with its unit and until when that was told, not until now', () => {
  list(72)
  expect(screen.getByRole('listitem').textContent).toContain('worst until 15:30:45: 72 km/h')
})

it('the worst is in the unit that was chosen', () => {
  choose({ speed: 'm/s' })
  list(72)
  expect(screen.getByRole('listitem').textContent).toContain('worst until 15:30:45: 20 m/s')
})

it('an alarm that did not get worse says nothing of it', () => {
  list(61.2)
  expect(screen.getByRole('listitem').textContent).not.toContain('worst')
})
