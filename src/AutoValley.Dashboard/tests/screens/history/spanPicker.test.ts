import { create } from '@bufbuild/protobuf'
import { cleanup, fireEvent, render, screen } from '@testing-library/svelte'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { choose } from '../../../src/app/settings.svelte.ts'
import { RunSchema } from '../../../src/gen/autovalley/v1/run_pb.ts'
import SpanPicker from '../../../src/screens/history/SpanPicker.svelte'

const span = { from: 1_795_793_445_000_000_000n, to: 1_795_793_745_000_000_000n }

describe('SpanPicker', () => {
  const heard = { onspan: vi.fn(), onlast: vi.fn(), onrun: vi.fn() }
  let rerender: (properties: object) => Promise<void>
  beforeEach(() => {
    choose({ language: 'en', clock: 'utc' })
    ;({ rerender } = render(SpanPicker, { span, run: undefined, runs: [create(RunSchema, { name: 'r1' })], ...heard }))
  })
  afterEach(() => {
    cleanup()
    vi.clearAllMocks()
  })

  it('from_Earlier_KeepsTheOtherEnd', async () => {
    const from = screen.getByLabelText<HTMLInputElement>('From')
    expect(from.value).toContain('2026-11-27T15:30:45')
    await fireEvent.change(from, { target: { value: '2026-11-27T15:00:00' } })
    expect(heard.onspan).toHaveBeenCalledWith({ from: 1_795_791_600_000_000_000n, to: span.to })
  })

  it('to_BeforeFrom_IsRefusedWithItsReason', async () => {
    const to = screen.getByLabelText<HTMLInputElement>('To')
    await fireEvent.change(to, { target: { value: '2026-11-27T15:00:00' } })
    expect(heard.onspan).not.toHaveBeenCalled()
    expect(screen.getByRole('alert').textContent).toContain('ends before it begins')
    expect(to.getAttribute('aria-invalid')).toBe('true')
  })

  it('from_AfterTo_CountsOnceToIsWrittenAsWell', async () => {
    await fireEvent.change(screen.getByLabelText('From'), { target: { value: '2026-11-27T16:00:00' } })
    expect(heard.onspan).not.toHaveBeenCalled()
    await fireEvent.change(screen.getByLabelText('To'), { target: { value: '2026-11-27T16:10:00' } })
    expect(heard.onspan.mock.calls).toEqual([[{ from: 1_795_795_200_000_000_000n, to: 1_795_795_800_000_000_000n }]])
    expect(screen.queryByRole('alert')).toBeNull()
  })

  it('span_Another_TakesWhatWasRefusedAway', async () => {
    const from = screen.getByLabelText<HTMLInputElement>('From')
    await fireEvent.change(from, { target: { value: '2026-11-27T16:00:00' } })
    await rerender({ span: { ...span } })
    expect(from.value).toContain('2026-11-27T15:30:45')
    expect(screen.queryByRole('alert')).toBeNull()
  })

  it('end_Cleared_SaysThatItIsNeeded', async () => {
    await fireEvent.change(screen.getByLabelText('To'), { target: { value: '' } })
    expect(screen.getByRole('alert').textContent).toContain('both needed')
    expect(heard.onspan).not.toHaveBeenCalled()
  })

  it('last_Chosen_IsShownUntilTheSpanIsAnotherAndCanBeHadAgain', async () => {
    const preset = screen.getByLabelText<HTMLSelectElement>('Span')
    await fireEvent.change(preset, { target: { value: 'last 5' } })
    expect(preset.value).toBe('last 5')
    await fireEvent.click(screen.getByRole('button', { name: 'Up to now' }))
    expect(heard.onlast.mock.calls).toEqual([[5], [5]])
    await rerender({ span: { ...span } })
    expect(preset.value).toBe('')
    expect(screen.queryByRole('button', { name: 'Up to now' })).toBeNull()
  })

  it('preset_LastMinutesOrRun_IsTold', async () => {
    const preset = screen.getByLabelText('Span')
    await fireEvent.change(preset, { target: { value: 'last 15' } })
    expect(heard.onlast).toHaveBeenCalledWith(15)
    await fireEvent.change(preset, { target: { value: 'run r1' } })
    expect(heard.onrun).toHaveBeenCalledWith('r1')
  })
})
