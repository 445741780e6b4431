/** View, trail, watch and ended of an opened page, in the slot of the codes that have the same name. */
export const pageKeys = (name: string): string[] =>
  ['view', 'trail', 'watch', 'ended'].map(part => `{f:${name}}:${part}`)

/** A view that is moved to another page does not open there. */
export const contextOf = (name: string): string => `live-view ${name}`
