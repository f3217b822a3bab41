import { describe, expect, it } from 'vitest'
import { NameTree } from '../../src/ui/nameTree.ts'

const tree = new NameTree([
  { name: 'Vehicle.Speed', detail: 'km/h' },
  { name: 'Vehicle.Chassis.Axle.Row1.Wheel.Left.Speed' },
  { name: 'Vehicle.Chassis.Axle.Row1.Wheel.Left.Tire.Pressure', detail: 'kPa' },
  { name: 'Vehicle.SpeedLimit' },
  { name: 'CAN.BRAKE' },
], '.')

describe('NameTree', () => {
  it('rows_NothingOpen_HasTheRootsWithTheirCounts', () => {
    expect(tree.rows(new Set()).map((row) => [row.label, row.below])).toEqual([['CAN', 1], ['Vehicle', 4]])
  })

  it('rows_OpenBranch_JoinsBranchesThatHoldOnlyOne', () => {
    const rows = tree.rows(new Set(['Vehicle']))
    expect(rows.map((row) => row.label)).toEqual(['CAN', 'Vehicle', 'Chassis.Axle.Row1.Wheel.Left', 'Speed', 'SpeedLimit'])
    expect(rows[2]).toMatchObject({ name: 'Vehicle.Chassis.Axle.Row1.Wheel.Left', level: 2, below: 2 })
    expect(rows[3]).toMatchObject({ name: 'Vehicle.Speed', level: 2, entry: { detail: 'km/h' } })
  })

  it('parentOf_Entry_IsItsBranch', () => {
    const rows = tree.rows(new Set(['Vehicle']))
    expect(tree.parentOf(rows, 4)?.label).toBe('Vehicle')
    expect(tree.parentOf(rows, 0)).toBeUndefined()
  })

  it('search_Word_PutsTheBestFirst', () => {
    expect(tree.search('speed').map((row) => row.name)).toEqual(['Vehicle.Speed', 'Vehicle.Chassis.Axle.Row1.Wheel.Left.Speed', 'Vehicle.SpeedLimit'])
  })

  it('search_SeveralWords_NeedsAll', () => {
    expect(tree.search('left tire').map((row) => row.name)).toEqual(['Vehicle.Chassis.Axle.Row1.Wheel.Left.Tire.Pressure'])
    expect(tree.search('kpa')).toHaveLength(1)
    expect(tree.search('speed nothing')).toEqual([])
  })
})
