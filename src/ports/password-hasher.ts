export interface PasswordHasher {
  /** argon2id (PHC), salted by `occasion`: a repeated activation sends the same hash. Throws `Unavailable`. */
  hash(password: string, occasion: string): Promise<string>
}
