/** What a person does to a plot; shares count from 0 at the left edge of the plot to 1 at the right. */
export interface Gestures {
  /** Shows `factor` times as much about a share. False: nothing changed, so that the page may scroll. */
  readonly zoom: (factor: number, share: number) => boolean
  /** Shows what is a share of the plot's width later. */
  readonly pan: (share: number) => void
  /** What is being selected; undefined when nothing is. */
  readonly selecting: (shares: readonly [number, number] | undefined) => void
  readonly select: (one: number, other: number) => void
  /** Where the pointer is, or a finger tapped; undefined when the pointer left. */
  readonly point: (share: number | undefined) => void
}

/** Less than this, in CSS pixels, is no drag. */
const CLICK_PIXELS = 4
const WHEEL_SPEED = 0.002
const LINE_PIXELS = 24

/**
 * Mouse: drag selects a span to zoom to, with Shift (or the middle button) it pans; the wheel zooms about the pointer, sideways or with Shift it pans.
 * Touch: one finger pans, two zoom, and a tap points. The function that it gives takes all listeners away.
 */
export function listen(element: HTMLElement, gestures: Gestures): () => void {
  const pointers = new Map<number, number>()
  let drag: { readonly kind: 'select' | 'pan'; readonly isTap: boolean; readonly from: number; at: number } | undefined

  const pixels = () => element.getBoundingClientRect()
  const shareOf = (clientX: number) => {
    const box = pixels()
    return box.width === 0 ? 0 : Math.min(1, Math.max(0, (clientX - box.left) / box.width))
  }
  const spread = () => {
    const [one = 0, other = 0] = [...pointers.values()]
    return { distance: Math.max(20, Math.abs(one - other)), middle: shareOf((one + other) / 2), centre: (one + other) / 2 }
  }

  const down = (event: PointerEvent) => {
    if (event.button > 1) return
    element.setPointerCapture(event.pointerId)
    pointers.set(event.pointerId, event.clientX)
    const isTouch = event.pointerType === 'touch'
    const isPan = isTouch || event.shiftKey || event.button === 1
    drag = { kind: isPan ? 'pan' : 'select', isTap: isTouch && pointers.size === 1, from: event.clientX, at: event.clientX }
    if (event.button === 1) event.preventDefault()
  }
  const move = (event: PointerEvent) => {
    if (event.pointerType !== 'touch') gestures.point(shareOf(event.clientX))
    if (!drag || !pointers.has(event.pointerId)) return
    if (pointers.size > 1) {
      const before = spread()
      pointers.set(event.pointerId, event.clientX)
      const after = spread()
      gestures.pan((before.centre - after.centre) / pixels().width)
      gestures.zoom(before.distance / after.distance, after.middle)
      return
    }
    pointers.set(event.pointerId, event.clientX)
    if (drag.kind === 'pan') {
      gestures.pan((drag.at - event.clientX) / pixels().width)
      drag.at = event.clientX
    } else if (Math.abs(event.clientX - drag.from) >= CLICK_PIXELS) {
      gestures.selecting([shareOf(drag.from), shareOf(event.clientX)])
    }
  }
  const up = (event: PointerEvent) => {
    if (!pointers.delete(event.pointerId)) return
    const ended = drag
    // The finger that stays pans from where it is.
    const [left] = pointers.values()
    drag = left === undefined ? undefined : { kind: 'pan', isTap: false, from: left, at: left }
    gestures.selecting(undefined)
    if (event.type !== 'pointerup' || !ended) return
    const isDrag = Math.abs(event.clientX - ended.from) >= CLICK_PIXELS
    if (isDrag && ended.kind === 'select') gestures.select(shareOf(ended.from), shareOf(event.clientX))
    if (!isDrag && ended.isTap) gestures.point(shareOf(event.clientX))
  }
  const leave = (event: PointerEvent) => {
    if (event.pointerType !== 'touch') gestures.point(undefined)
  }
  const wheel = (event: WheelEvent) => {
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE_PIXELS : 1
    const sideways = event.deltaX !== 0 ? event.deltaX : event.shiftKey ? event.deltaY : 0
    if (sideways !== 0) {
      gestures.pan((sideways * unit) / pixels().width)
      event.preventDefault()
    } else if (gestures.zoom(Math.exp(event.deltaY * unit * WHEEL_SPEED), shareOf(event.clientX))) {
      event.preventDefault()
    }
  }

  const heard: [string, (event: never) => void][] = [
    ['pointerdown', down], ['pointermove', move], ['pointerup', up], ['pointercancel', up], ['pointerleave', leave], ['wheel', wheel],
  ]
  for (const [type, hear] of heard) element.addEventListener(type, hear as EventListener, { passive: false })
  return () => {
    for (const [type, hear] of heard) element.removeEventListener(type, hear as EventListener)
  }
}

/** What a key does to a view. */
type KeyAction = { readonly zoom: number } | { readonly pan: number } | { readonly cursor: number } | 'whole' | undefined

/** + and − zoom, the arrows pan (Page keys by a whole view), with Shift they move the cursor, Home shows the whole. */
export function actionOf(event: Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>): KeyAction {
  if (event.ctrlKey || event.metaKey || event.altKey) return undefined
  switch (event.key) {
    case '+': case '=': case 'ArrowUp': return { zoom: 0.5 }
    case '-': case '_': case 'ArrowDown': return { zoom: 2 }
    case 'ArrowLeft': return event.shiftKey ? { cursor: -1 } : { pan: -0.25 }
    case 'ArrowRight': return event.shiftKey ? { cursor: 1 } : { pan: 0.25 }
    case 'PageUp': return { pan: -1 }
    case 'PageDown': return { pan: 1 }
    case 'Home': return 'whole'
    default: return undefined
  }
}
