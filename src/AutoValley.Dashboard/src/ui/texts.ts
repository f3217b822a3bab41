import { texts } from '../i18n/texts.ts'

/** Texts of parts that screens share. */
export const ui = texts({
  en: {
    signals: 'Signals',
    signalsHint: 'Search a signal…',
    vehicles: 'Vehicles',
    vehiclesHint: 'Search a vehicle…',
    nothingFound: 'Nothing of that name',
    remove: (name: string) => `Remove ${name}`,
    found: (number: number) => (number === 1 ? '1 found' : `${String(number)} found`),
    more: (number: number) => `${String(number)} more: write more of the name`,
    full: (number: number) => `At most ${String(number)} at a time`,
    noNumbers: 'text: cannot be plotted',
    online: 'online',
    offline: 'offline',
    integer: 'integer',
    boolean: 'yes/no',
    text: 'text',
  },
  zh: {
    signals: '信号',
    signalsHint: '搜索信号…',
    vehicles: '车辆',
    vehiclesHint: '搜索车辆…',
    nothingFound: '没有匹配的名称',
    remove: (name: string) => `移除 ${name}`,
    found: (number: number) => `找到 ${String(number)} 项`,
    more: (number: number) => `还有 ${String(number)} 项：请输入更多字符`,
    full: (number: number) => `最多同时选择 ${String(number)} 项`,
    noNumbers: '文本：无法绘图',
    online: '在线',
    offline: '离线',
    integer: '整数',
    boolean: '是/否',
    text: '文本',
  },
})
