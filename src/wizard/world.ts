/** The product's types that the engine passes through unread; `steps/world.ts` declares them. */
// biome-ignore lint/suspicious/noEmptyInterface: an interface, since only interfaces can be filled in elsewhere
export interface World {}

export type Of<Part extends string> = Part extends keyof World ? World[Part] : never
