/** The product's types, which the engine passes on and does not use; `steps/product-types.ts` declares them. */
// biome-ignore lint/suspicious/noEmptyInterface: an interface, since only interfaces can be filled in elsewhere
export interface ProductTypes {}

export type ProductType<Part extends string> = Part extends keyof ProductTypes ? ProductTypes[Part] : never
