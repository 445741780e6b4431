/** The packages have types for their indexes only. */
declare module '@zxcvbn-ts/*/wordSequences.json.mjs' {
  const lists: Record<string, string[]>
  export default lists
}
declare module '@zxcvbn-ts/language-common/dist/passwords.json.mjs' {
  const words: (string | number)[]
  export default words
}
declare module '@zxcvbn-ts/language-fr/dist/firstnames.json.mjs' {
  const words: string[]
  export default words
}
declare module '@zxcvbn-ts/language-fr/dist/lastnames.json.mjs' {
  const words: string[]
  export default words
}
