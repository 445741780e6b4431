/** What the service asks of the world: interfaces that we own, implemented in `adapters/`. */

export * from './ports/captcha.ts'
export * from './ports/code-ledger.ts'
export * from './ports/delivery.ts'
export * from './ports/errors.ts'
export * from './ports/language.ts'
export * from './ports/limits.ts'
export * from './ports/member-registry.ts'
export * from './ports/messages.ts'
export * from './ports/outbox.ts'
export * from './ports/password-hasher.ts'
export * from './ports/second-ways.ts'
