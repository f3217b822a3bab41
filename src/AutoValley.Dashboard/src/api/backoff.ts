const FIRST_MILLIS = 250
const MAXIMUM_MILLIS = 5_000

/** How long to wait before a try: 0.25 s doubled up to 5 s, less up to a quarter drawn at random, so that pages do not come back all at once. */
export function backoffMillis(failures: number): number {
  return Math.min(FIRST_MILLIS * 2 ** Math.min(failures, 10), MAXIMUM_MILLIS) * (1 - Math.random() / 4)
}
