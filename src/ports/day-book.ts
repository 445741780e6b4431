/** Counts by word. The words are of closed lists: `step identity refused no-match`. */
export type Counts = Readonly<Record<string, number>>

/** What a process has counted since its last entry. */
export interface DayEntry {
  /** The process, and the number of its entry: letters and digits only, and a number that rises. */
  writer: string
  number: number
  counts: Counts
  /** Sealed names, by what stands for them in words. */
  names?: Readonly<Record<string, string>>
}

export interface DaySheet {
  counts: Counts
  names: Readonly<Record<string, string>>
}

/** A sheet has so many fields at most; words beyond are counted as `OTHER`. */
export const MOST_WORDS = 400
export const OTHER = 'other'
export const DAY_BOOK_SECONDS = 40 * 24 * 60 * 60

/** Adds up what all processes count, by sheet (a day); a sheet is kept for 40 days. Throws `Unavailable`. */
export interface DayBook {
  /** Adds an entry once, however often it is sent: after `Unavailable` nobody knows whether it is in, so it is sent again. */
  add(sheet: string, entry: DayEntry): Promise<void>
  /** Empty if nothing was added. */
  read(sheet: string): Promise<DaySheet>
}
