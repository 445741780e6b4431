import { ADVICE, SENTENCES, type Situation, SPOKEN_LANGUAGES } from '../../src/agent/guide/spoken.ts'

interface Text {
  text: string
  reviewed: boolean
}
type Tree = { readonly [name: string]: Text | Tree }

const NAMES = { fr: 'French', ar: 'Arabic', ary: 'Darija' } as const

/** docs/review.md: what agents say and read in the guide, as far as nobody has reviewed it. */
export function reviewPage(): string {
  const situations = Object.keys(SENTENCES.fr) as Situation[]
  const said = situations.map(situation => SPOKEN_LANGUAGES.map(spoken => SENTENCES[spoken][situation]))
  const open = situations.filter((_, at) => said[at]!.some(({ reviewed }) => !reviewed))
  const advice = SPOKEN_LANGUAGES.flatMap(spoken =>
    spoken === 'ary' ? [] : ([[spoken, texts({ ...ADVICE[spoken], say: {} })]] as const),
  )
  const counts = SPOKEN_LANGUAGES.map(spoken => {
    const all = [
      ...Object.values(SENTENCES[spoken]),
      ...(advice.find(([name]) => name === spoken)?.[1] ?? []).map(([, text]) => text),
    ]
    return `| ${NAMES[spoken]} | ${all.filter(({ reviewed }) => !reviewed).length} | ${all.length} |\n`
  })
  const rows = open.map(situation => {
    const cells = SPOKEN_LANGUAGES.map(spoken => shown(SENTENCES[spoken][situation]))
    return `| \`say.${situation}\` | ${cells.join(' | ')} |\n`
  })
  const french = new Map(advice.find(([name]) => name === 'fr')![1])
  const beside = advice
    .find(([name]) => name === 'ar')![1]
    .filter(([key, text]) => !text.reviewed || !french.get(key)?.reviewed)
    .map(([key, text]) => `| \`${key}\` | ${shown(french.get(key)!)} | ${shown(text)} |\n`)
  return `${HEAD}
| language | not reviewed | texts |
|---|---|---|
${counts.join('')}
## What is said aloud

| key | French | Arabic | Darija |
|---|---|---|---|
${rows.join('')}
## What stands beside it for agents

| key | French | Arabic |
|---|---|---|
${beside.join('')}`
}

const HEAD = `# Words of agents that nobody has reviewed

What agents of the call centre say was written by editors. Before it is used, the centre confirms the French, a native speaker the
Arabic, and native speakers of two regions the Darija. Whoever has confirmed a text sets \`reviewed\` to \`true\` beside it, in
\`locales/guide\`; nothing else sets it. Until then the console marks the text with ⚑. \`{{…}}\` is filled in: the name of a button from
the pages, figures from the caller's page and the limits. A text that is reviewed is left out of its row.

Written by \`npm run words\` from \`locales/guide\`.
`

const shown = ({ text, reviewed }: Text) => (reviewed ? '' : text.replaceAll('|', '\\|'))

function texts(tree: Tree, path = ''): [key: string, text: Text][] {
  return Object.entries(tree).flatMap(([name, value]) =>
    'reviewed' in value && typeof value.reviewed === 'boolean'
      ? [[path + name, value as Text]]
      : texts(value as Tree, `${path}${name}.`),
  )
}
