/**
 * What this product brings to the engine, which looks at none of it: services, organisation, modes, limits, endings. Filled in
 * by `steps/world.ts`, as `declare module 'zod'` fills in zod's metadata.
 */
// biome-ignore lint/suspicious/noEmptyInterface: an interface, since only interfaces can be filled in elsewhere
export interface World {}

/** One part of it. */
export type Of<Part extends string> = Part extends keyof World ? World[Part] : never
