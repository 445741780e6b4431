import { randomBytes } from 'node:crypto'

/** A secret as `openssl rand -base64 32` makes it. */
export const newKey = (bytes = 32) => randomBytes(bytes).toString('base64')

/** An environment in which the service would start in production. */
export function environment(): Record<string, string> {
  return {
    PUBLIC_URL: 'https://www.cnops.org.ma',
    REDIS_URL: 'rediss://redis:6379',
    SESSION_KEYS: newKey(),
    ENCRYPTION_KEYS: newKey(),
    HMAC_KEYS: newKey(),
    LIVE_VIEW_KEYS: newKey(),
    MEMBER_API_URL: 'https://member-api.cnops.org.ma',
    MEMBER_API_TOKEN: randomBytes(24).toString('base64url'),
    SMTP_URL: 'smtps://user:pass@mail.cnops.org.ma',
    MAIL_FROM: 'ne-pas-repondre@cnops.org.ma',
    TWILIO_ACCOUNT_SID: `AC${randomBytes(16).toString('hex')}`,
    TWILIO_AUTH_TOKEN: randomBytes(16).toString('hex'),
    TWILIO_FROM: 'CNOPS',
  }
}
