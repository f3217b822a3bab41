import type { FeedState } from '../../api/feed.svelte.ts'
import { nanosOfMillis } from '../../format/time.ts'

/** From when on what is shown is not called live any more; nanoseconds. */
export const OLD_NANOS = 2_000_000_000n

/**
 * Why the display cannot be trusted as it is. Of places: no feed yet (connecting), a feed that stopped, one that may not be had, one whose responses come late,
 * a server that is behind with judging places. Of alarms: their feed stopped, the rules are not judged, no map is active to judge them by.
 */
export type Doubt = 'connecting' | 'lost' | 'denied' | 'delayed' | 'lagging' | 'alarmsLost' | 'unjudged' | 'noMap'

export interface Signs {
  readonly places: FeedState
  readonly alarms: FeedState
  /** How much later than others the newest response came, milliseconds. */
  readonly behindMillis: number
  /** Of WatchOccupancy, nanoseconds. */
  readonly lagNanos: bigint
  /** The server's clock, Unix nanoseconds. */
  readonly now: bigint
  /** When the rules were judged last; 0 for never, undefined while it was not told. */
  readonly judgeTime: bigint | undefined
}

/** The worst first; none: everything is live. */
export function doubtsOf(signs: Signs): readonly Doubt[] {
  const doubts: Doubt[] = []
  if (signs.places !== 'live') doubts.push(signs.places)
  else if (nanosOfMillis(signs.behindMillis) > OLD_NANOS) doubts.push('delayed')
  else if (signs.lagNanos > OLD_NANOS) doubts.push('lagging')
  if (signs.alarms !== 'live') {
    if (signs.places === 'live') doubts.push('alarmsLost')
  } else if (signs.judgeTime === 0n) {
    doubts.push('noMap')
  } else if (signs.judgeTime !== undefined && signs.now - signs.judgeTime > OLD_NANOS) {
    doubts.push('unjudged')
  }
  return doubts
}

const PLACES: readonly Doubt[] = ['connecting', 'lost', 'denied', 'delayed', 'lagging']

const ALARMS: readonly Doubt[] = ['connecting', 'lost', 'denied', 'alarmsLost', 'unjudged', 'noMap']

/** Whether the open alarms are all there are. */
export function areAlarmsLive(doubts: readonly Doubt[]): boolean {
  return !doubts.some((doubt) => ALARMS.includes(doubt))
}

/** Whether vehicles are where they are shown. */
export function arePlacesLive(doubts: readonly Doubt[]): boolean {
  return !doubts.some((doubt) => PLACES.includes(doubt))
}
