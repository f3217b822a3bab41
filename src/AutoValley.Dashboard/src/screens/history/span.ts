import { nanosOfMillis, secondsOf } from '../../format/time.ts'
import { widthOf, type View } from '../../plot/view.ts'

/** Unix nanoseconds, half-open. */
export interface Span {
  readonly from: bigint
  readonly to: bigint
}

/** What a view is good to, in seconds. */
const ROUNDING = 2e-6

export function viewOf(span: Span): View {
  return { from: secondsOf(span.from), to: secondsOf(span.to) }
}

/** To the microsecond. */
export function spanOf(view: View): Span {
  return { from: nanosOfMillis(view.from * 1_000), to: nanosOfMillis(view.to * 1_000) }
}

/** The part of one span that the other one has too. */
export function common(one: Span, other: Span): Span {
  return { from: larger(one.from, other.from), to: smaller(one.to, other.to) }
}

/** The least span that has both in it. */
export function around(one: Span, other: Span): Span {
  return { from: smaller(one.from, other.from), to: larger(one.to, other.to) }
}

/** Whether something that lasts from one time to another, both included, reaches into a span. */
export function reaches(span: Span, from: bigint, to: bigint): boolean {
  return from < span.to && to >= span.from
}

/** The span with a view in it: moved by as little as is needed and as long as before, to the nanosecond; the view where that is longer. */
export function following(span: Span, view: View): Span {
  const whole = viewOf(span)
  if (widthOf(view) > widthOf(whole) + ROUNDING) return spanOf(view)
  const by = view.from < whole.from ? view.from - whole.from : Math.max(0, view.to - whole.to)
  if (Math.abs(by) < ROUNDING) return span
  const nanos = nanosOfMillis(by * 1_000)
  return { from: span.from + nanos, to: span.to + nanos }
}

/** A view of a span, and exactly the span's where it is as long. */
export function within(span: Span, view: View): View {
  const whole = viewOf(span)
  return Math.abs(widthOf(view) - widthOf(whole)) < ROUNDING ? whole : view
}

/** On which side a view is beyond bounds; undefined when it is within. */
export type Edge = 'begin' | 'end' | 'both'

export function edgeOf(view: View, bounds: View): Edge | undefined {
  const [begin, end] = [view.from < bounds.from - ROUNDING, view.to > bounds.to + ROUNDING]
  return begin ? (end ? 'both' : 'begin') : end ? 'end' : undefined
}

function larger(one: bigint, other: bigint): bigint {
  return one > other ? one : other
}

function smaller(one: bigint, other: bigint): bigint {
  return one < other ? one : other
}
