import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { actionOf, listen, type Gestures } from '../../src/plot/gestures.ts'

const key = (name: string, shiftKey = false) => actionOf({ key: name, shiftKey, ctrlKey: false, metaKey: false, altKey: false })

describe('gestures', () => {
  let element: HTMLElement
  let stop: () => void
  const heard = { zoom: vi.fn<Gestures['zoom']>(), pan: vi.fn<Gestures['pan']>(), selecting: vi.fn(), select: vi.fn(), point: vi.fn() }

  beforeEach(() => {
    element = document.createElement('div')
    element.setPointerCapture = vi.fn()
    element.getBoundingClientRect = () => ({ left: 100, width: 200 }) as DOMRect
    stop = listen(element, heard)
  })
  afterEach(() => {
    stop()
    vi.resetAllMocks()
  })

  function pointer(type: string, clientX: number, { pointerId = 1, pointerType = 'mouse', ...init }: PointerEventInit = {}): void {
    element.dispatchEvent(Object.assign(new MouseEvent(type, { clientX, ...init }), { pointerId, pointerType }))
  }

  it('drag_Mouse_SelectsFromWhereItBeganToWhereItEnded', () => {
    pointer('pointerdown', 150)
    pointer('pointermove', 250)
    expect(heard.selecting).toHaveBeenLastCalledWith([0.25, 0.75])
    pointer('pointerup', 250)
    expect(heard.select).toHaveBeenCalledWith(0.25, 0.75)
    expect(heard.selecting).toHaveBeenLastCalledWith(undefined)
  })

  it('drag_OfAFewPixels_IsNone', () => {
    pointer('pointerdown', 150)
    pointer('pointermove', 152)
    pointer('pointerup', 152)
    expect(heard.select).not.toHaveBeenCalled()
  })

  it('drag_Cancelled_SelectsNothing', () => {
    pointer('pointerdown', 150)
    pointer('pointermove', 250)
    pointer('pointercancel', 250)
    expect(heard.select).not.toHaveBeenCalled()
  })

  it('drag_WithShift_PansAgainstTheHand', () => {
    pointer('pointerdown', 200, { shiftKey: true })
    pointer('pointermove', 220, { shiftKey: true })
    expect(heard.pan).toHaveBeenCalledWith(-0.1)
    pointer('pointerup', 220)
    expect(heard.select).not.toHaveBeenCalled()
  })

  it('pinch_FingersApart_ZoomsIn', () => {
    pointer('pointerdown', 150, { pointerId: 1, pointerType: 'touch' })
    pointer('pointerdown', 250, { pointerId: 2, pointerType: 'touch' })
    pointer('pointermove', 350, { pointerId: 2, pointerType: 'touch' })
    expect(heard.zoom.mock.calls[0]?.[0]).toBeCloseTo(0.5)
  })

  it('pinch_OneFingerLifted_TheOtherPansFromWhereItIs', () => {
    pointer('pointerdown', 150, { pointerId: 1, pointerType: 'touch' })
    pointer('pointerdown', 250, { pointerId: 2, pointerType: 'touch' })
    pointer('pointermove', 110, { pointerId: 1, pointerType: 'touch' })
    pointer('pointerup', 250, { pointerId: 2, pointerType: 'touch' })
    heard.pan.mockClear()
    pointer('pointermove', 130, { pointerId: 1, pointerType: 'touch' })
    expect(heard.pan.mock.calls).toEqual([[-0.1]])
    pointer('pointerup', 130, { pointerId: 1, pointerType: 'touch' })
    expect(heard.select).not.toHaveBeenCalled()
  })

  it('tap_OfAFinger_PointsAndStaysWhenItLeaves', () => {
    pointer('pointerdown', 150, { pointerType: 'touch' })
    pointer('pointerup', 151, { pointerType: 'touch' })
    pointer('pointerleave', 151, { pointerType: 'touch' })
    expect(heard.point.mock.calls).toEqual([[0.255]])
  })

  it('drag_OfAFinger_PansAndPointsNowhere', () => {
    pointer('pointerdown', 150, { pointerType: 'touch' })
    pointer('pointermove', 170, { pointerType: 'touch' })
    pointer('pointerup', 170, { pointerType: 'touch' })
    expect(heard.pan.mock.calls).toEqual([[-0.1]])
    expect(heard.point).not.toHaveBeenCalled()
  })

  it('pinch_Ended_IsNoTap', () => {
    pointer('pointerdown', 150, { pointerId: 1, pointerType: 'touch' })
    pointer('pointerdown', 250, { pointerId: 2, pointerType: 'touch' })
    pointer('pointerup', 250, { pointerId: 2, pointerType: 'touch' })
    pointer('pointerup', 150, { pointerId: 1, pointerType: 'touch' })
    expect(heard.point).not.toHaveBeenCalled()
  })

  it('leave_OfAMouse_PointsNowhere', () => {
    pointer('pointermove', 150)
    pointer('pointerleave', 150)
    expect(heard.point.mock.calls).toEqual([[0.25], [undefined]])
  })

  it('wheel_ThatZooms_KeepsThePageFromScrolling', () => {
    heard.zoom.mockReturnValue(true)
    const wheel = new WheelEvent('wheel', { deltaY: 100, clientX: 200, cancelable: true })
    element.dispatchEvent(wheel)
    expect(heard.zoom.mock.calls[0]?.[1]).toBe(0.5)
    expect(heard.zoom.mock.calls[0]?.[0]).toBeGreaterThan(1)
    expect(wheel.defaultPrevented).toBe(true)
  })

  it('wheel_ThatChangesNothing_LetsThePageScroll', () => {
    heard.zoom.mockReturnValue(false)
    const wheel = new WheelEvent('wheel', { deltaY: 100, cancelable: true })
    element.dispatchEvent(wheel)
    expect(wheel.defaultPrevented).toBe(false)
  })

  it('stop_Afterwards_NothingIsHeard', () => {
    stop()
    pointer('pointermove', 150)
    expect(heard.point).not.toHaveBeenCalled()
  })

  it('actionOf_Keys_ZoomPanAndCursor', () => {
    expect(key('+')).toEqual({ zoom: 0.5 })
    expect(key('-')).toEqual({ zoom: 2 })
    expect(key('ArrowLeft')).toEqual({ pan: -0.25 })
    expect(key('ArrowRight', true)).toEqual({ cursor: 1 })
    expect(key('Home')).toBe('whole')
    expect(key('Tab')).toBeUndefined()
    expect(actionOf({ key: '+', shiftKey: false, ctrlKey: true, metaKey: false, altKey: false })).toBeUndefined()
  })
})
