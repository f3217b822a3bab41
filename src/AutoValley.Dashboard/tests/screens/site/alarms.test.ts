import { create } from '@bufbuild/protobuf'
import { describe, expect, it } from 'vitest'
import { AlarmAction, AlarmKind, AlarmSchema, AlarmSeverity, AlarmState, WatchAlarmsResponseSchema, type Alarm } from '../../../src/gen/autovalley/v1/alarm_pb.ts'
import { actionsOf, AlarmsView, isUrgent, RaisedAlarms, worstOf } from '../../../src/screens/site/alarms.ts'

const alarm = (id: bigint, state: AlarmState, more: object = {}): Alarm => create(AlarmSchema, { id, state, holding: true, vehicle: `a/${String(id)}`, ...more })
const snapshot = (version: bigint, alarms: Alarm[], more = false) => create(WatchAlarmsResponseSchema, { version, response: { case: 'snapshot', value: { alarms, more } } })
const changes = (version: bigint, sinceVersion: bigint, alarms: Alarm[]) => create(WatchAlarmsResponseSchema, { version, response: { case: 'changes', value: { sinceVersion, alarms } } })
const heartbeat = (version: bigint, judgeTime: bigint, notRaised = 0) => create(WatchAlarmsResponseSchema, { version, response: { case: 'heartbeat', value: { judgeTime, notRaised } } })
const ids = (view: AlarmsView) => view.sorted.map((one) => Number(one.id))

describe('open alarms', () => {
  it('are a snapshot in parts and the changes after it; what is closed is gone', () => {
    const view = new AlarmsView()
    expect(view.take(snapshot(4n, [alarm(1n, AlarmState.RAISED)], true))).toBe('part')
    expect(ids(view)).toEqual([])
    expect(view.take(snapshot(4n, [alarm(2n, AlarmState.RAISED)]))).toBe('whole')
    expect(view.take(changes(5n, 4n, [alarm(1n, AlarmState.CLOSED), alarm(3n, AlarmState.RAISED)]))).toBe('whole')
    expect(ids(view)).toEqual([2, 3])
    expect(view.take(heartbeat(5n, 77n, 2))).toBe('whole')
    expect([view.judgeTime, view.notRaised]).toEqual([77n, 2])
  })

  it('begin anew where something is missing', () => {
    const view = new AlarmsView()
    view.take(snapshot(4n, []))
    expect([view.take(changes(9n, 6n, [])), view.take(heartbeat(9n, 0n)), view.take(heartbeat(4n, 0n))]).toEqual(['gap', 'gap', 'whole'])
  })

  it('that were cut in a snapshot are not taken into the next', () => {
    const view = new AlarmsView()
    view.take(snapshot(4n, [alarm(1n, AlarmState.RAISED)], true))
    view.begin()
    view.take(snapshot(6n, [alarm(2n, AlarmState.RAISED)]))
    expect(ids(view)).toEqual([2])
  })

  it('come in the order in which they have to be looked at', () => {
    const view = new AlarmsView()
    view.take(snapshot(1n, [
      alarm(1n, AlarmState.SHELVED, { severity: AlarmSeverity.CRITICAL }), alarm(2n, AlarmState.RAISED, { severity: AlarmSeverity.LOW, raiseTime: 5n }),
      alarm(3n, AlarmState.RAISED, { severity: AlarmSeverity.HIGH, raiseTime: 1n }), alarm(4n, AlarmState.RAISED, { severity: AlarmSeverity.HIGH, raiseTime: 9n }),
      alarm(5n, AlarmState.ACKNOWLEDGED, { severity: AlarmSeverity.CRITICAL }), alarm(6n, AlarmState.CLEARED),
    ]))
    expect(ids(view)).toEqual([4, 3, 2, 6, 5, 1])
  })

  it('ring the vehicles whose alarm holds and is not put aside', () => {
    const view = new AlarmsView()
    view.take(snapshot(1n, [
      alarm(1n, AlarmState.RAISED, { otherVehicle: 'b/9' }), alarm(2n, AlarmState.CLEARED, { holding: false }), alarm(3n, AlarmState.SHELVED), alarm(4n, AlarmState.ACKNOWLEDGED),
    ]))
    expect([...view.vehicles].sort()).toEqual(['a/1', 'a/4', 'b/9'])
  })

  it('that rise say that the rules are judged; what a person did says nothing of it', () => {
    const view = new AlarmsView()
    view.take(snapshot(1n, []))
    view.take(heartbeat(1n, 5n))
    view.take(changes(2n, 1n, [alarm(1n, AlarmState.RAISED, { transitions: [{ action: AlarmAction.RAISE, time: 9n }] })]))
    expect(view.judgeTime).toBe(9n)
    view.take(changes(3n, 2n, [alarm(1n, AlarmState.ACKNOWLEDGED, { transitions: [{ action: AlarmAction.ACKNOWLEDGE, time: 20n, person: 'Li' }] })]))
    expect(view.judgeTime).toBe(9n)
  })
})

describe('the worst that was found', () => {
  const raised = (kind: AlarmKind, value?: number, worst?: number) => alarm(1n, AlarmState.RAISED, { kind, value, worst })

  it('is told where it is another value than the one that the alarm was raised by', () => {
    expect(worstOf(raised(AlarmKind.TOO_CLOSE, 14.2, 12.04))).toEqual({ value: 12, unit: 'm' })
    expect(worstOf(raised(AlarmKind.TOO_CLOSE, 12.01, 12.04))).toBeUndefined()
    expect(worstOf(raised(AlarmKind.NOT_BOOKED))).toBeUndefined()
    expect(worstOf(raised(AlarmKind.STOPPED, 0.4, 0.1))).toBeUndefined()
  })

  it('is of the time when the alarm came, which goes on only when it comes again', () => {
    const view = new AlarmsView()
    const [one, two] = [alarm(1n, AlarmState.RAISED), alarm(2n, AlarmState.RAISED)]
    view.take({ ...snapshot(1n, [one, two]), serverTime: 100n })
    view.take({ ...heartbeat(1n, 190n), serverTime: 200n })
    const again = alarm(2n, AlarmState.ACKNOWLEDGED)
    view.take({ ...changes(2n, 1n, [again]), serverTime: 300n })
    expect([view.toldTime(one), view.toldTime(again)]).toEqual([100n, 300n])
  })
})

it.each([
  [AlarmState.RAISED, ['acknowledge', 'shelve'], true], [AlarmState.CLEARED, ['acknowledge', 'shelve'], true], [AlarmState.ACKNOWLEDGED, ['shelve'], false],
  [AlarmState.LATCHED, ['reset', 'shelve'], false], [AlarmState.SHELVED, ['unshelve', 'shelve'], false], [AlarmState.CLOSED, [], false],
] as const)('an alarm in state %s can be %j', (state, actions, urgent) => {
  expect(actionsOf(alarm(1n, state))).toEqual(actions)
  expect(isUrgent(alarm(1n, state))).toBe(urgent)
})

describe('newly raised alarms', () => {
  it('are those that were not raised at the look before; what was open at first is not news', () => {
    const raised = new RaisedAlarms()
    const told = (...alarms: Alarm[]) => raised.take(alarms).map((one) => Number(one.id))
    expect(told(alarm(1n, AlarmState.RAISED))).toEqual([])
    expect(told(alarm(1n, AlarmState.RAISED), alarm(2n, AlarmState.RAISED), alarm(3n, AlarmState.CLEARED))).toEqual([2])
    expect(told(alarm(1n, AlarmState.ACKNOWLEDGED), alarm(2n, AlarmState.RAISED))).toEqual([])
    expect(told(alarm(2n, AlarmState.RAISED, { raises: 2 }))).toEqual([2])
  })
})
