import { texts } from '../i18n/texts.ts'

export const plotTexts = texts({
  en: {
    plot: (title: string) => `Plot of ${title}`,
    keys: 'Plus and minus zoom, arrow left and right move in time, with Shift they move the cursor, Home shows the whole.',
  },
  zh: {
    plot: (title: string) => `${title}曲线图`,
    keys: '加号、减号缩放，左右方向键移动时间，按住 Shift 移动游标，Home 显示全部。',
  },
})
