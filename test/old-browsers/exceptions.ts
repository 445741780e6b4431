/** Better where it is known, and nothing is missed where it is not. */
const LOOKS = 'an ornament: without it lines, corners or spaces look a little different'
const MOVES = 'without it letters move once when the Arabic font has come'
const FORCED =
  'Chrome before 89 forces no colours; where Firefox 78 does, the bar and the chosen language lose their ground, not their words'

/** What the built styles may use though a browser of the floor lacks it, each with the reason. */
export const STYLES: Record<string, string> = {
  'css.at-rules.font-face.size-adjust': MOVES,
  'css.at-rules.font-face.ascent-override': MOVES,
  'css.at-rules.font-face.descent-override': MOVES,
  'css.at-rules.font-face.line-gap-override': MOVES,
  'css.at-rules.media.forced-colors': FORCED,
  'css.properties.forced-color-adjust': FORCED,
  'css.at-rules.media.scripting':
    'without it the plain question stands there until the script has come; who has no scripts waits for the ways beside the SMS',
  'css.properties.text-decoration-thickness': LOOKS,
  'css.properties.text-underline-offset': LOOKS,
  'css.properties.text-decoration-skip-ink': LOOKS,
  'css.properties.text-decoration-skip': LOOKS,
  'css.properties.box-decoration-break': LOOKS,
  'css.properties.text-wrap': LOOKS,
  'css.properties.outline': 'it is there, but does not follow round corners',
  'css.properties.color-scheme': 'colours are set on every part of a page; bars to scroll with stay light in the dark',
  'css.properties.text-size-adjust': 'Firefox never makes text larger by itself',
  'css.properties.scroll-padding-top': 'it is 0 here, as where it is not known',
  'css.properties.cursor': 'a telephone has no pointer',
  'css.properties.overflow-wrap.anywhere':
    'break-word is inherited from the main part, and addresses have a greatest width',
}

/** The same for the built script. */
export const SCRIPT: Record<string, string> = {
  '.connection': 'without it nobody knows that a line costs by the byte; browsers without it know no dictionaries',
  '.saveData': 'a field of the same',
  '.at': 'a field of our own, for a moment',
  '.first': 'a field of our own, for a number of seconds',
  '.nonce': 'a field of a puzzle',
  '.parameters': 'a field of a puzzle',
  'navigator.onLine': 'may say yes without a line: the line is tried all the same, a minute after the page came',
}
