/** A number without the zeros that it may be written with in front: what is counted must not depend on them (ID-4). */
export const withoutZeros = (identifier: string): string => identifier.replace(/^([A-Z]*)0+(?=\d)/, '$1')
