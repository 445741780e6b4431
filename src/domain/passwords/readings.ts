/** Longer than any two words of the lists. */
const LONGEST_CORE = 40
/** Signs at a word's edge that may replace letters: the last of `C@s@`, the first of `3ali`. */
const EDGE = 2

/** Signs and digits written for letters, as in games and in Moroccan Arabic in Latin letters. */
const SPELLINGS: readonly Readonly<Record<string, string>>[] = [
  {},
  { '0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', '7': 't', '8': 'b', '@': 'a', $: 's', '!': 'i', '€': 'e' },
  { '0': 'o', '1': 'l', '3': 'e', '4': 'a', '5': 's', '7': 't', '@': 'a', $: 's' },
  { '2': 'a', '3': '', '5': 'kh', '7': 'h', '8': 'gh', '9': 'k' },
]

/** The text from its first to its last letter, in each spelling, with edge signs that may be letters. */
export function readings(folded: string): string[] {
  const from = folded.search(/\p{L}/u)
  const to = folded.length - folded.match(/[^\p{L}]*$/u)![0].length
  if (from < 0 || to - from > LONGEST_CORE) return []
  const cores = new Set<string>()
  for (let before = 0; before <= Math.min(EDGE, from); before++)
    for (let after = 0; after <= EDGE; after++) cores.add(folded.slice(from - before, to + after))
  const texts = [...cores].flatMap(core => SPELLINGS.map(spelling => spelt(core, spelling)))
  return [...new Set(texts)].filter(text => !/^[^\p{L}]|[^\p{L}]$/u.test(text))
}

export const fold = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()

/** One form for different Latin spellings of a name: `Hassan`, `Hasan`; `Youssef`, `Yusef`; `Ghizlane`, `Ghizlan`. */
export function soundOf(word: string): string {
  return fold(word)
    .replace(/[^\p{L}\p{N}]/gu, '')
    .replace(/ou/g, 'u')
    .replace(/y/g, 'i')
    .replace(/(\p{L})\1+/gu, '$1')
    .replace(/(?<=...)[eh]$/, '')
}

function spelt(text: string, spelling: Readonly<Record<string, string>>): string {
  return [...text].map(sign => spelling[sign] ?? sign).join('')
}
