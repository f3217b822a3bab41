import { texts } from '../i18n/texts.ts'

/** Texts around the screens. */
export const shell = texts({
  en: {
    skip: 'Skip to the screen',
    screens: 'Screens',
    settings: 'Settings',
    theme: 'Colours',
    themeSystem: 'as the computer',
    themeLight: 'light',
    themeDark: 'dark',
    language: 'Language',
    speed: 'Speeds in',
    clock: 'Times in',
    clockSite: (zone: string) => `the site's zone (${zone})`,
    view: 'View of the organisation',
    viewHint: 'Empty: the site manager’s view, which has everybody.',
  },
  zh: {
    skip: '跳到主屏幕',
    screens: '屏幕',
    settings: '设置',
    theme: '配色',
    themeSystem: '跟随系统',
    themeLight: '浅色',
    themeDark: '深色',
    language: '语言',
    speed: '速度单位',
    clock: '时区',
    clockSite: (zone: string) => `场地时区（${zone}）`,
    view: '机构视图',
    viewHint: '留空为场地管理员视图，可见所有机构。',
  },
})
