import { site } from '../../api/clients.ts'
import { nanosOfMillis } from '../../format/time.ts'
import type { Alarm } from '../../gen/autovalley/v1/alarm_pb.ts'
import type { AlarmAction } from './alarms.ts'

/** What a person wants to be done. */
export type Asked = ({ readonly action: AlarmAction; readonly alarm: Alarm } | { readonly action: 'clear'; readonly vehicle: string }) & {
  /** Why it could not be done right away. */
  readonly failure?: string
}

interface Said {
  readonly person: string
  /** A reason, or a note. */
  readonly text: string
  /** How long an alarm is put aside. */
  readonly minutes: number
  /** The server's clock, Unix nanoseconds. */
  readonly now: bigint
}

export function needsReason({ action }: Asked): boolean {
  return action === 'shelve' || action === 'clear'
}

/** Does it; it is in the audit when the promise is kept. */
export async function apply(asked: Asked, { person, text, minutes, now }: Said): Promise<void> {
  if (asked.action === 'clear') {
    await site.clearVehicle({ vehicle: asked.vehicle, person, reason: text })
    return
  }
  const { id } = asked.alarm
  switch (asked.action) {
    case 'acknowledge':
      await site.acknowledgeAlarm({ id, person, note: text })
      break
    case 'reset':
      await site.resetAlarm({ id, person, note: text })
      break
    case 'unshelve':
      await site.unshelveAlarm({ id, person, note: text })
      break
    case 'shelve':
      await site.shelveAlarm({ id, person, reason: text, until: now + nanosOfMillis(minutes * 60_000) })
      break
  }
}
