import { create } from '@bufbuild/protobuf'
import { cleanup, fireEvent, render, screen } from '@testing-library/svelte'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { choose } from '../../../src/app/settings.svelte.ts'
import { RunSchema } from '../../../src/gen/autovalley/v1/run_pb.ts'
import SpanPicker from '../../../src/screens/history/SpanPicker.svelte'

const span = { from: 1_795_793_445_000_000_000n, to: 1_795_793_745_000_000_000n }

describe('SpanPicker', () => {
  const heard = { onspan: vi.fn(), onlast: vi.fn(), onrun: vi.fn() }
  beforeEach(() => {
    choose({ language: 'en', clock: 'utc' })
    render(SpanPicker, { span, run: undefined, runs: [create(RunSchema, { name: 'r1' })], ...heard })
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
    expect(to.validationMessage).toContain('ends before it begins')
  })

  it('preset_LastMinutesOrRun_IsTold', async () => {
    const preset = screen.getByLabelText('Span')
    await fireEvent.change(preset, { target: { value: 'last 15' } })
    expect(heard.onlast).toHaveBeenCalledWith(15)
    await fireEvent.change(preset, { target: { value: 'run r1' } })
    expect(heard.onrun).toHaveBeenCalledWith('r1')
  })
})
