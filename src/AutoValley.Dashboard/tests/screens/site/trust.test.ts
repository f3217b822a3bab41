import { describe, expect, it } from 'vitest'
import { ServerClock } from '../../../src/screens/site/serverClock.ts'
import { areAlarmsLive, arePlacesLive, doubtsOf, type Signs } from '../../../src/screens/site/trust.ts'

const S = 1_000_000_000n
const SIGNS: Signs = { places: 'live', alarms: 'live', behindMillis: 10, lagNanos: 0n, now: 100n * S, judgeTime: 100n * S }

describe('the display', () => {
  it('is trusted while all is well', () => expect([doubtsOf(SIGNS), arePlacesLive([])]).toEqual([[], true]))

  it.each([
    ['a feed that stopped', { places: 'lost' }, ['lost']],
    ['no feed yet', { places: 'connecting', alarms: 'connecting' }, ['connecting']],
    ['a feed that is denied', { places: 'denied', alarms: 'denied' }, ['denied']],
    ['responses that come late', { behindMillis: 2_001 }, ['delayed']],
    ['a server that is behind', { lagNanos: 2n * S + 1n }, ['lagging']],
  ] as [string, Partial<Signs>, string[]][])('is not live with %s', (_, signs, doubts) => {
    expect(doubtsOf({ ...SIGNS, ...signs })).toEqual(doubts)
    expect(arePlacesLive(doubtsOf({ ...SIGNS, ...signs }))).toBe(false)
  })

  it.each([
    ['whose feed stopped', { alarms: 'lost' }, ['alarmsLost']],
    ['whose rules are not judged', { judgeTime: 97n * S }, ['unjudged']],
    ['without a map', { judgeTime: 0n }, ['noMap']],
    ['of which nothing was told yet', { judgeTime: undefined }, []],
  ] as [string, Partial<Signs>, string[]][])('has live places and alarms %s', (_, signs, doubts) => {
    expect(doubtsOf({ ...SIGNS, ...signs })).toEqual(doubts)
    expect(arePlacesLive(doubtsOf({ ...SIGNS, ...signs }))).toBe(true)
    expect(areAlarmsLive(doubtsOf({ ...SIGNS, ...signs }))).toBe(doubts.length === 0)
  })
})

describe('the server’s clock', () => {
  it('goes on from what was told', () => {
    const clock = new ServerClock()
    expect(clock.known).toBe(false)
    clock.take(50n * S, 1_000)
    expect([clock.at(1_500), clock.behindMillis]).toEqual([50n * S + S / 2n, 0])
  })

  it('is not set back by a response that was held up, and says how late it came', () => {
    const clock = new ServerClock()
    clock.take(50n * S, 1_000)
    clock.take(51n * S, 5_000)
    expect(clock.behindMillis).toBeGreaterThan(2_900)
    expect(clock.at(5_000)).toBeGreaterThan(53n * S)
    clock.take(54n * S, 5_000)
    expect(clock.behindMillis).toBe(0)
  })
})
