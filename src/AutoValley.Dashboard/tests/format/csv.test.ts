import { expect, it } from 'vitest'
import { csvOf } from '../../src/format/csv.ts'

it('CSV quotes what it must, and gives a spreadsheet no formula', () => {
  const text = csvOf(['zone', 'value'], [['a "b", c', -1.5], ['=HYPERLINK(1)', 10n], ['-x', 0], ['two\nlines', 1]])
  expect(text).toBe('\uFEFFzone,value\r\n"a ""b"", c",-1.5\r\n\'=HYPERLINK(1),10\r\n\'-x,0\r\n"two\nlines",1\r\n')
})
