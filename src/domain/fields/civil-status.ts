import { withoutSeparators } from './clean.ts'
import { labels } from './labels.ts'
import { field, type Reading } from './reading.ts'

const LEAST_AGE = 15
const withoutLabel = labels(
  ['acte', 'naissance', '[ée]tat', 'civil', 'registre', 'enregistrement', 'رسم', 'عقد', 'الولادة', 'الازدياد'].concat([
    'الحالة',
    'المدنية',
    'التقييد',
  ]),
  { glued: true },
)
const BEFORE_THE_YEAR = /(?<=\d)[ ,.-]*(?:\/|(?:de )?l['’]ann[ée]e|ann[ée]e|de|لسنة|سنة|عام)[ :,.-]*(?=\d)/giu

/** As `88/1948`. Without a slash other separators are an error: 123-1960 must not become 1231960. */
export const civilStatusNumber = field(text => {
  const bare = withoutLabel(text) || text
  const parts = bare.replace(BEFORE_THE_YEAR, '/').split('/')
  const [number = '', year] = parts.length > 1 ? parts.map(withoutSeparators) : parts
  if (parts.length > 2 || !/^\d{1,8}$/.test(number) || !/^\d{2,4}$/.test(year ?? '00'))
    return { code: 'format', read: bare }
  const plain = number.replace(/^0+(?=\d)/, '')
  return year === undefined ? { value: plain } : inFull(plain, year)
})

/** A two-digit year is of the last century unless a person of age may be born in this one. */
function inFull(number: string, year: string): Reading {
  const thisCentury = 2000 + Number(year)
  const isOpen = year.length === 3 || (year.length === 2 && thisCentury <= new Date().getUTCFullYear() - LEAST_AGE)
  if (isOpen) return { code: 'year', read: `${number}/${year}` }
  return { value: `${number}/${year.length === 2 ? 19 : ''}${year}` }
}
