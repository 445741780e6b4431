export interface PasswordHasher {
  /**
   * argon2id, as a PHC string. The salt comes from `occasion`, an unguessable text that no other hash is made for: the same
   * password hashed again for it gives the same string, so that a repeated activation is the same request. Throws
   * `Unavailable` when too many are waiting.
   */
  hash(password: string, occasion: string): Promise<string>
}
