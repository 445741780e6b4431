import fr from '../../../locales/console/fr.json' with { type: 'json' }
import type { Copy } from '../../i18n/copy.ts'
import type { DaySheet } from '../../ports/index.ts'
import type { AgentRow } from './agents.ts'
import { barChart, columnChart } from './charts.ts'
import { type Figures, figuresOf } from './figures.ts'

export interface Table {
  /** Below `console.day.tables`: the title, and the captions of the columns. */
  name: string
  columns: readonly string[]
  rows: readonly { label: string; figures: readonly number[] }[]
}

const NUMBER = new Intl.NumberFormat('fr')
const SHORT = new Intl.NumberFormat('fr', { notation: 'compact' })
const SHARE = new Intl.NumberFormat('fr', { style: 'percent', maximumFractionDigits: 1 })

/** What the page of a day shows, in the words of `t`. */
export function dayPage({ counts }: DaySheet, agents: readonly AgentRow[], t: Copy) {
  const figures = figuresOf(counts)
  const tables = tablesOf(figures, agents, t)
  const rtl = t.dir === 'rtl'
  const words = (name: string, count: number) =>
    t.text('console.day.bar', { name: t.text(name), number: NUMBER.format(count) })
  const rows = (table: Table, from = 0) =>
    table.rows.map(({ label, figures }) => ({
      label,
      bars: table.columns.slice(from).map((column, at) => {
        const count = figures[at]!
        const name = `console.day.columns.${column}`
        return { count, words: table.columns.length > 1 ? words(name, count) : NUMBER.format(count) }
      }),
    }))
  return {
    isEmpty: figures.isEmpty,
    tiles: tilesOf(figures),
    tables,
    charts: {
      funnel: barChart(rows(tables.funnel), rtl),
      refusals: barChart(rows(tables.refusals), rtl),
      codes: barChart(rows(tables.codes), rtl),
      hours: columnChart(
        figures.hours.map(({ hour, opened, activated }) => ({
          name: hour,
          whole: opened,
          part: activated,
          words: [words('console.day.columns.opened', opened), words('console.day.columns.activated', activated)].join(
            ', ',
          ),
        })),
        rtl,
      ),
    },
    number: (value: number) => NUMBER.format(value),
    // A space would put the letter before the number in a line from right to left.
    short: (value: number) => SHORT.format(value).replace(/\s/g, ''),
  }
}

function tilesOf({ share, minutes, handlingMinutes, ...of }: Figures): readonly { name: string; value: string }[] {
  const number = (value: number | undefined) => (value === undefined ? '–' : NUMBER.format(value))
  return [
    { name: 'opened', value: number(of.opened) },
    { name: 'activated', value: number(of.activated) },
    { name: 'share', value: share === undefined ? '–' : SHARE.format(share) },
    { name: 'minutes', value: number(minutes) },
    { name: 'assisted', value: number(of.assisted) },
    { name: 'handled', value: number(of.handled) },
    { name: 'handlingMinutes', value: number(handlingMinutes) },
    { name: 'lookUps', value: number(of.lookUps) },
    { name: 'refused', value: number(of.refused) },
    { name: 'alarms', value: number(of.alarms) },
  ]
}

/** The figures of a day in lines and columns, for the page and for the file. */
export function tablesOf(figures: Figures, agents: readonly AgentRow[], t: Copy) {
  const say = (part: string, word: string) => t.text(`console.day.${part}.${word}`)
  const reasonOf = (reason: string) => say('reasons', Object.hasOwn(fr.day.reasons, reason) ? reason : 'other')
  const table = <Line>(
    name: string,
    columns: readonly (keyof Line & string)[],
    lines: readonly Line[],
    label: (line: Line) => string,
  ): Table => ({
    name,
    columns,
    rows: lines.map(line => ({ label: label(line), figures: columns.map(column => Number(line[column])) })),
  })
  return {
    funnel: table('funnel', ['entered', 'left'], figures.funnel, ({ step }) => say('steps', step)),
    refusals: table('refusals', ['count'], figures.refusals, ({ step, reason }) =>
      t.text('console.day.refusal', { step: say('steps', step), reason: reasonOf(reason) }),
    ),
    codes: table('codes', ['sent', 'verified', 'wrong', 'lost'], figures.codes, ({ channel }) =>
      say('channels', channel),
    ),
    deliveries: table('deliveries', ['sent', 'delivered', 'lost'], figures.deliveries, ({ via }) => say('vias', via)),
    hours: table(
      'hours',
      ['opened', 'activated'],
      figures.hours.filter(({ opened, activated }) => opened + activated > 0),
      ({ hour }) => hour,
    ),
    wrapUps: table('wrapUps', ['count'], figures.wrapUps, ({ word }) => t.text(`console.wrapUp.words.${word}`)),
    agents: table('agents', ['followed', 'unknown', 'limited', 'alarmed'], agents, ({ name }) => name || '–'),
    raised: table('raised', ['count'], figures.raised, ({ word }) => word),
  }
}
