import type { Challenge } from 'altcha-lib'

/** The puzzle that a page brings, from its text (web/wizard/puzzle-text.ts): its signature covers what is written out here. */
export function readPuzzle(text: string): Challenge {
  const [action = '', cost, expiresAt, flow = '', drawn = ''] = text.split('.')
  const hex = hexOf(drawn)
  return {
    parameters: {
      algorithm: 'PBKDF2/SHA-256',
      cost: Number(cost),
      data: { action, flow },
      expiresAt: Number(expiresAt),
      keyLength: 32,
      keyPrefix: hex.slice(192),
      keySignature: hex.slice(0, 64),
      nonce: hex.slice(64, 96),
      salt: hex.slice(96, 128),
    },
    signature: hex.slice(128, 192),
  }
}

function hexOf(base64url: string): string {
  const bytes = atob(base64url.replace(/-/g, '+').replace(/_/g, '/'))
  return Array.from(bytes, byte => byte.charCodeAt(0).toString(16).padStart(2, '0')).join('')
}
