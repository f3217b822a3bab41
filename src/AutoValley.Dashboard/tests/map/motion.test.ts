import { describe, expect, it } from 'vitest'
import { LONGEST_MILLIS, Motion } from '../../src/map/motion.ts'

describe('a vehicle on the map', () => {
  it('is where it was reported first, at once', () => {
    const motion = new Motion()
    motion.report({ x: 3, y: 4 }, 90, 0, 100)
    expect([motion.x, motion.y, motion.heading, motion.advance(100)]).toEqual([3, 4, Math.PI / 2, false])
  })

  it('is driven to the next report in the time that lies between them, and stands there', () => {
    const motion = new Motion()
    motion.report({ x: 0, y: 0 }, 0, 1_000, 0)
    motion.report({ x: 10, y: 0 }, 0, 1_100, 100)
    expect([motion.x, motion.advance(150), motion.x]).toEqual([0, true, 5])
    expect([motion.advance(200), motion.x]).toEqual([false, 10])
    expect([motion.advance(10_000), motion.x]).toEqual([false, 10])
  })

  it('goes on from where it is when the next report is early', () => {
    const motion = new Motion()
    motion.report({ x: 0, y: 0 }, 0, 1_000, 0)
    motion.report({ x: 10, y: 0 }, 0, 1_100, 100)
    motion.report({ x: 20, y: 0 }, 0, 1_200, 150)
    expect(motion.x).toBe(5)
    motion.advance(250)
    expect(motion.x).toBe(20)
  })

  it('jumps after a silence: nobody knows how it came there', () => {
    const motion = new Motion()
    motion.report({ x: 0, y: 0 }, 0, 1_000, 0)
    motion.report({ x: 10, y: 0 }, 0, 1_001 + LONGEST_MILLIS, 3_000)
    expect([motion.x, motion.advance(3_001)]).toEqual([10, false])
  })

  it('turns the shorter way round', () => {
    const motion = new Motion()
    motion.report({ x: 0, y: 0 }, 350, 1_000, 0)
    motion.report({ x: 0, y: 0 }, 10, 1_100, 100)
    motion.advance(150)
    expect((motion.heading * 180) / Math.PI).toBeCloseTo(360)
  })

  it('whose heading is not known has none', () => {
    const motion = new Motion()
    motion.report({ x: 0, y: 0 }, 350, 1_000, 0)
    motion.report({ x: 1, y: 0 }, undefined, 1_100, 100)
    motion.advance(200)
    expect(motion.heading).toBeNaN()
  })
})
