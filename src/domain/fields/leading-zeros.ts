/** Removes leading zeros, so that every spelling of a number shares one count (ID-4). */
export const withoutZeros = (identifier: string): string => identifier.replace(/^([A-Z]*)0+(?=\d)/, '$1')
