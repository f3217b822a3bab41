import { beforeEach, describe, expect, it } from 'vitest'
import { choose } from '../../../src/app/settings.svelte.ts'
import { SignalType } from '../../../src/gen/autovalley/v1/telemetry_pb.ts'
import { csvName, historyCsv } from '../../../src/screens/history/csv.ts'
import { groupsOf } from '../../../src/screens/history/groups.ts'
import { readingAt, readingRows, spoken, valueText } from '../../../src/screens/history/readings.ts'
import { samples, stretches } from '../../plot/pictures.ts'
import { signal } from './builders.ts'

const SIGNALS = [signal('Speed', 'km/h'), signal('Limit', 'km/h'), signal('Moving', '', SignalType.BOOLEAN), signal('Gear', '', SignalType.INTEGER)]
const signalOf = (vehicle: string, name: string) => (vehicle === 'c/d' && name === 'Limit' ? undefined : SIGNALS.find((one) => one.name === name))
const NAMES = SIGNALS.map((one) => one.name)
const SPEED = { ...samples([[1, 36], [2, 72]]), signal: 'Speed' }

describe('groups', () => {
  beforeEach(() => choose({ speed: 'km/h' }))

  it('groupsOf_ByUnit_PutsWhatHasOneUnitTogetherAndYesNoApart', () => {
    const groups = groupsOf([SPEED], NAMES, ['a/b', 'c/d'], 'unit', signalOf)
    expect(groups.map((group) => [group.title, group.unit, group.isYesNo, group.lines.length])).toEqual([
      ['Speed, Limit', 'km/h', false, 3], ['Moving', '', true, 2], ['Gear', '', false, 2],
    ])
    expect(groups[0]?.lines.map((line) => line.colour)).toEqual([0, 1, 2])
  })

  it('groupsOf_BySignal_GivesAVehicleItsColourEverywhere', () => {
    const groups = groupsOf([SPEED], NAMES, ['a/b', 'c/d'], 'signal', signalOf)
    expect(groups.map((group) => group.title)).toEqual(NAMES)
    expect(groups.flatMap((group) => group.lines.filter((line) => line.vehicle === 'c/d')).every((line) => line.colour === 1)).toBe(true)
  })

  it('groupsOf_NoSamples_KeepsTheLineWithoutATrace', () => {
    const [group] = groupsOf([SPEED], ['Speed'], ['a/b', 'c/d'], 'unit', signalOf)
    expect(group?.lines.map((line) => line.trace !== undefined)).toEqual([true, false])
  })

  it('groupsOf_ChosenUnit_ScalesValues', () => {
    choose({ speed: 'm/s' })
    const [group] = groupsOf([SPEED], ['Speed'], ['a/b'], 'unit', signalOf)
    expect(group?.unit).toBe('m/s')
    expect(group?.lines[0]?.trace?.low[0]).toBeCloseTo(10)
  })

  it('readings_Cursor_SayTheSampleAndTheExtentOfTheView', () => {
    const groups = groupsOf([{ ...samples([[1, 3], [2, 5], [9, 1]], [[2, 9]]), signal: 'Speed' }], ['Speed'], ['a/b'], 'unit', signalOf)
    const [row] = readingRows(groups, { from: 0, to: 2.5 })
    expect(row).toMatchObject({ line: { vehicle: 'a/b', signal: 'Speed' }, unit: 'km/h', gaps: 1 })
    expect(row && readingAt(row.line, 1.5)).toMatchObject({ from: 1, low: 3 })
    expect(row && readingAt(row.line, undefined)).toBeUndefined()
    expect(groups[0] && spoken(groups[0], 2)).toBe('a/b Speed 5 km/h')
    expect(groups[0] && spoken(groups[0], 5)).toBe('a/b Speed –')
    expect(valueText({ from: 0, to: 1, low: 1, high: 2.5 })).toBe('1 … 2.5')
    expect(valueText({ from: 0, to: 0, low: NaN, high: NaN })).toBe('NaN')
  })
})

describe('csv', () => {
  const span = { from: 1_000_000_000n, to: 3_000_000_000n }

  it('historyCsv_Samples_GivesThoseInTheSpanInTheirOwnUnit', () => {
    choose({ speed: 'm/s' })
    const text = historyCsv([{ ...samples([[0.5, 1], [1, 36.125], [3, 9]]), signal: 'Speed' }], span, signalOf)
    expect(text.trim().split('\r\n').slice(1)).toEqual(['a/b,Speed,km/h,1970-01-01T00:00:01Z,1970-01-01T00:00:01Z,1000000000,1000000000,1,36.125,36.125,36.125,36.125'])
  })

  it('historyCsv_Stretches_GivesAllFourValuesAndTheCount', () => {
    const text = historyCsv([{ ...stretches([[0, 2, -1, 5, 3], [4, 5, 0, 0, 0]]), signal: 'Speed' }], span, signalOf)
    expect(text.trim().split('\r\n').slice(1)).toEqual(['a/b,Speed,km/h,1970-01-01T00:00:00Z,1970-01-01T00:00:02Z,0,2000000000,10,-1,5,-1,3'])
  })

  it('csvName_Span_SaysIt', () => {
    expect(csvName(span)).toBe('history_1970-01-01T000001Z_1970-01-01T000003Z.csv')
  })
})
