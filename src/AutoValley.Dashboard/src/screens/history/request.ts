import { widthOf, type View } from '../../plot/view.ts'
import { common, spanOf, type Span } from './span.ts'

/** What the server allows. */
const LEAST = 4
const MOST = 20_000
/** What is asked for beside the view, as a share of it, so that lines reach its edges and a small pan shows something at once. */
const MARGIN = 0.25
/** At least so much beside the view, in seconds: the samples before and after a short view belong to its lines. */
const LEAST_MARGIN_SECONDS = 2
/** A stretch is drawn by two values. */
const VALUES_A_PIXEL = 2

export interface PictureRequest {
  readonly span: Span
  /** Values a signal. */
  readonly maximum: number
}

/**
 * What to ask for so that a view has a stretch for each of its pixels: however long the span is, the answer is as small.
 * @param bounds as far as a view can go.
 */
export function requestOf(view: View, pixels: number, bounds: Span): PictureRequest {
  const margin = Math.max(widthOf(view) * MARGIN, LEAST_MARGIN_SECONDS)
  const span = common(bounds, spanOf({ from: view.from - margin, to: view.to + margin }))
  const share = Number(span.to - span.from) / 1e9 / widthOf(view)
  return { span, maximum: Math.min(MOST, Math.max(LEAST, Math.ceil(pixels * VALUES_A_PIXEL * share))) }
}
