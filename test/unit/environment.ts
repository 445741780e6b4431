import { randomBytes } from 'node:crypto'

/** A secret as `openssl rand -base64 32` makes it. */
export const newKey = (bytes = 32) => randomBytes(bytes).toString('base64')

/** An environment in which the service would start in production. */
export function environment(): Record<string, string> {
  return {
    PUBLIC_URL: 'https://www.cnops.org.ma',
    REDIS_URL: 'redis://redis:6379',
    SESSION_KEYS: newKey(),
    ENCRYPTION_KEYS: newKey(),
    HMAC_KEYS: newKey(),
    MEMBER_API_URL: 'https://member-api.cnops.org.ma',
    MEMBER_API_TOKEN: 'token',
    SMTP_URL: 'smtps://user:pass@mail.cnops.org.ma',
    MAIL_FROM: 'ne-pas-repondre@cnops.org.ma',
    TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
    TWILIO_AUTH_TOKEN: '0123456789abcdef',
    TWILIO_FROM: 'CNOPS',
  }
}
