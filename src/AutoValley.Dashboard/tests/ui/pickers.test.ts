import { create } from '@bufbuild/protobuf'
import { cleanup, fireEvent, render, screen } from '@testing-library/svelte'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { choose } from '../../src/app/settings.svelte.ts'
import { SignalSchema } from '../../src/gen/autovalley/v1/fleet_pb.ts'
import { SignalType } from '../../src/gen/autovalley/v1/telemetry_pb.ts'
import SignalPicker from '../../src/ui/SignalPicker.svelte'

const SIGNALS = [
  create(SignalSchema, { name: 'Vehicle.Speed', type: SignalType.DOUBLE, unit: 'km/h' }),
  create(SignalSchema, { name: 'Vehicle.Chassis.Brake', type: SignalType.INTEGER }),
  create(SignalSchema, { name: 'Vehicle.Mode', type: SignalType.TEXT }),
]

describe('SignalPicker', () => {
  const onchange = vi.fn()
  beforeEach(() => choose({ language: 'en' }))
  afterEach(() => {
    cleanup()
    vi.clearAllMocks()
  })

  function show(selected: string[] = [], maximum = 20): HTMLElement {
    Element.prototype.scrollIntoView = vi.fn()
    render(SignalPicker, { signals: SIGNALS, selected, maximum, onchange })
    return screen.getByRole('combobox', { name: 'Signals' })
  }
  const press = (element: HTMLElement, key: string) => fireEvent.keyDown(element, { key })

  it('type_PartOfAName_FindsItWithItsUnitAndEnterPicksIt', async () => {
    const input = show()
    await fireEvent.input(input, { target: { value: 'spee' } })
    expect(screen.getByRole('treeitem').textContent).toMatch(/Vehicle\.Speed.*km\/h/)
    expect(screen.getByText('1 found')).toBeTruthy()
    await press(input, 'Enter')
    expect(onchange).toHaveBeenCalledWith(['Vehicle.Speed'])
  })

  it('keys_Tree_OpenMoveAndPick', async () => {
    const input = show()
    await press(input, 'ArrowDown')
    await press(input, 'ArrowRight')
    expect(screen.getByRole('treeitem', { expanded: true })).toBeTruthy()
    expect(screen.getAllByRole('treeitem')).toHaveLength(4)
    for (let step = 0; step < 3; step++) await press(input, 'ArrowDown')
    expect(document.getElementById(input.getAttribute('aria-activedescendant') ?? '')?.textContent).toContain('Speed')
    await press(input, 'Enter')
    expect(onchange).toHaveBeenCalledWith(['Vehicle.Speed'])
    await press(input, 'ArrowLeft')
    await press(input, 'ArrowLeft')
    expect(screen.getAllByRole('treeitem')).toHaveLength(1)
  })

  it('pick_Text_IsRefusedAndSaysWhy', async () => {
    const input = show()
    await fireEvent.input(input, { target: { value: 'mode' } })
    expect(screen.getByRole('treeitem').getAttribute('aria-disabled')).toBe('true')
    expect(screen.getByText('text: cannot be plotted')).toBeTruthy()
    await press(input, 'Enter')
    expect(onchange).not.toHaveBeenCalled()
  })

  it('backspace_EmptyField_TakesTheLastAway', async () => {
    const input = show(['Vehicle.Speed', 'Vehicle.Chassis.Brake'])
    await press(input, 'Backspace')
    expect(onchange).toHaveBeenCalledWith(['Vehicle.Speed'])
  })

  it('remove_Button_TakesItsOwnAwayAndKeepsTheFocus', async () => {
    const input = show(['Vehicle.Speed', 'Vehicle.Chassis.Brake'])
    await fireEvent.click(screen.getByRole('button', { name: 'Remove Vehicle.Speed' }))
    expect(onchange).toHaveBeenCalledWith(['Vehicle.Chassis.Brake'])
    expect(document.activeElement).toBe(input)
  })

  it('pick_WhenFull_TakesNoMore', async () => {
    const input = show(['Vehicle.Speed'], 1)
    await fireEvent.input(input, { target: { value: 'brake' } })
    await press(input, 'Enter')
    expect(onchange).not.toHaveBeenCalled()
    expect(screen.getByText('At most 1 at a time')).toBeTruthy()
  })

  it('escape_OpenList_ClosesIt', async () => {
    const input = show()
    await press(input, 'ArrowDown')
    await press(input, 'Escape')
    expect(screen.queryByRole('tree')).toBeNull()
  })
})
