/** The package has no types; of it we need the parser that Express gives `trust proxy` to. */
declare module 'proxy-addr' {
  /** Throws a `TypeError` for what is neither an address nor a network. */
  export function compile(networks: string[]): (address: string, hop: number) => boolean
}
