import { create } from '@bufbuild/protobuf'
import { describe, expect, it } from 'vitest'
import { ColumnError, numbersOf, pictureOf, timesOf } from '../../src/api/columns.ts'
import { ReduceResponseSchema } from '../../src/gen/autovalley/v1/query_pb.ts'
import { ColumnSchema, TimeBaseSchema } from '../../src/gen/autovalley/v1/telemetry_pb.ts'

const BASE = 1_795_793_445_180_000_001n

describe('columns', () => {
  it('timesOf_PlainDeltas_AreSummedExactlyFromTheBase', () => {
    const times = timesOf(create(TimeBaseSchema, { times: { case: 'plain', value: { deltas: [0n, 10n, -3n] } } }), BASE)
    expect([...times]).toEqual([BASE, BASE + 10n, BASE + 7n])
  })

  it('timesOf_Encoded_IsRefused', () => {
    expect(() => timesOf(create(TimeBaseSchema, { times: { case: 'encoded', value: new Uint8Array() } }), 0n)).toThrow(ColumnError)
  })

  it('numbersOf_EachType_BecomesDoubles', () => {
    expect([...numbersOf(create(ColumnSchema, { values: { case: 'doubles', value: { values: [1.5, NaN] } } }))]).toEqual([1.5, NaN])
    expect([...numbersOf(create(ColumnSchema, { values: { case: 'integers', value: { values: [-7n, 2n] } } }))]).toEqual([-7, 2])
    expect([...numbersOf(create(ColumnSchema, { values: { case: 'booleans', value: { values: [true, false] } } }))]).toEqual([1, 0])
    expect(() => numbersOf(create(ColumnSchema, { values: { case: 'texts', value: { values: ['a'] } } }))).toThrow(ColumnError)
  })

  it('pictureOf_Samples_KeepsTimesValuesAndGaps', () => {
    const picture = pictureOf(create(ReduceResponseSchema, {
      vehicle: 'a/b', signal: 'S', count: 2n, gaps: [{ from: BASE, to: BASE + 5n }],
      picture: { case: 'samples', value: {
        baseTime: BASE, times: { times: { case: 'plain', value: { deltas: [0n, 5n] } } },
        column: { values: { case: 'doubles', value: { values: [1, 2] } } },
      } },
    }))
    expect(picture).toMatchObject({ vehicle: 'a/b', signal: 'S', count: 2, gaps: [{ from: BASE, to: BASE + 5n }], data: { kind: 'samples' } })
    expect(picture.data.kind === 'samples' && [...picture.data.times]).toEqual([BASE, BASE + 5n])
  })

  it('pictureOf_ColumnsOfDifferentLength_IsRefused', () => {
    const stretches = { from: [1n, 2n], to: [1n, 2n], counts: [1n, 1n], min: [1, 2], max: [1, 2], first: [1, 2], last: [1] }
    expect(() => pictureOf(create(ReduceResponseSchema, { picture: { case: 'stretches', value: stretches } }))).toThrow(ColumnError)
    expect(() => pictureOf(create(ReduceResponseSchema, {}))).toThrow(ColumnError)
  })

  it('pictureOf_Stretches_KeepsAllColumns', () => {
    const stretches = { from: [1n], to: [4n], counts: [9n], min: [-1], max: [3], first: [0], last: [2] }
    const { data } = pictureOf(create(ReduceResponseSchema, { picture: { case: 'stretches', value: stretches } }))
    expect(data.kind === 'stretches' && [data.from[0], data.to[0], data.counts[0], data.min[0], data.max[0], data.first[0], data.last[0]]).toEqual([1n, 4n, 9, -1, 3, 0, 2])
  })
})
