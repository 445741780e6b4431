/** The package has no types; we need only the parser that Express uses for `trust proxy`. */
declare module 'proxy-addr' {
  /** Throws a `TypeError` if an item is neither an address nor a network. */
  export function compile(networks: string[]): (address: string, hop: number) => boolean
}
