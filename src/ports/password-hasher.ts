export interface PasswordHasher {
  /**
   * argon2id as a PHC string. The salt derives from the secret `occasion`, so a repeated activation sends the same hash and
   * stays idempotent. Throws `Unavailable` if too many are waiting.
   */
  hash(password: string, occasion: string): Promise<string>
}
