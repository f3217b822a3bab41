import { texts } from '../i18n/texts.ts'

export const map = texts({
  en: {
    closer: 'Zoom in',
    farther: 'Zoom out',
    fit: 'Show the whole site',
    keys: 'Map. Arrow keys move it, plus and minus zoom, Enter opens what is under the cross.',
    noWebGl: 'This browser cannot draw the map',
    noWebGlHint: 'WebGL 2 is switched off or missing. Everything beside the map works.',
  },
  zh: {
    closer: '放大',
    farther: '缩小',
    fit: '显示整个场地',
    keys: '地图。方向键移动，加减键缩放，回车打开十字处的对象。',
    noWebGl: '此浏览器无法绘制地图',
    noWebGlHint: 'WebGL 2 未启用或不可用。地图以外的功能均可使用。',
  },
})
