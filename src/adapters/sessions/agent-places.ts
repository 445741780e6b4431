export interface StoredAgentSession {
  tag: string
  sealed: string
}

/** One place per account, so that it has one live session: another sign-in takes its place. Throws `Unavailable`. */
export interface AgentPlaces {
  read(place: string): Promise<StoredAgentSession | null>
  /** False if `was` is given and no longer the tag of what is stored there; nothing is stored then. */
  write(place: string, was: string | undefined, next: StoredAgentSession, seconds: number): Promise<boolean>
  /** Ends whatever session is there, or only the one with this tag. */
  end(place: string, tag?: string): Promise<void>
}
