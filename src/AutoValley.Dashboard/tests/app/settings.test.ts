import { describe, expect, it } from 'vitest'
import { readChoices } from '../../src/app/settings.svelte.ts'
import { hrefOf, parseRoute } from '../../src/app/route.svelte.ts'

describe('kept choices', () => {
  it('are taken as far as they can be used', () => {
    const choices = readChoices('{"theme":"dark","language":"xx","speed":7,"person":"Li Wei","other":1}')
    expect(choices).toMatchObject({ theme: 'dark', language: 'en', speed: 'km/h', person: 'Li Wei' })
    expect(choices).not.toHaveProperty('other')
  })

  it.each([null, '', 'no json', '[]', 'null', '3'])('that are %s are the defaults', (text) => {
    expect(readChoices(text).theme).toBe('system')
  })
})

describe('a link', () => {
  it('says screen and parameters, and is read back', () => {
    const href = hrefOf('history', { vehicle: 'acme/van 1', from: '5', to: undefined, run: '' })
    expect(href).toBe('#/history?vehicle=acme%2Fvan+1&from=5')
    const route = parseRoute(href)
    expect([route.screen, route.parameters.get('vehicle'), route.parameters.get('from')]).toEqual(['history', 'acme/van 1', '5'])
  })

  it('that says nothing is read as nothing', () => {
    expect([parseRoute('').screen, parseRoute('#').screen, parseRoute('#/').screen]).toEqual(['', '', ''])
  })
})
