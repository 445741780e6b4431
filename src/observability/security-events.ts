/** Names of the OWASP Logging Vocabulary; `malicious_csrf` follows its pattern (L-1). See docs/audit.md. */
export type SecurityEvent =
  | 'authn_login_success'
  | 'authn_login_fail'
  | 'authn_login_fail_max'
  | 'authn_login_lock'
  | 'authn_token_created'
  | 'authn_token_reuse'
  | 'authz_fail'
  | 'excess_rate_limit_exceeded'
  | 'input_validation_fail'
  | 'malicious_csrf'
  | 'sequence_fail'
  | 'session_created'
  | 'session_renewed'
  | 'session_expired'
  | 'user_created'
  | 'sys_startup'
  | 'sys_shutdown'
  | 'sys_crash'

export const REASONS = [
  ...[
    'no-match',
    'wrong',
    'replaced',
    'used',
    'expired',
    'locked',
    'closed',
    'already-active',
    'undeliverable',
    'shared',
  ],
  ...[
    'fields',
    'captcha',
    'guesses',
    'sends',
    'sessions',
    'all-sessions',
    'passwords',
    'question',
    'out-of-turn',
    'ended',
  ],
  ...['form-token', 'requests', 'origin', 'signature', 'left', 'unknown-id', 'elsewhere'],
  ...['badRequest', 'tooLarge', 'wrongType', 'wrongHost', 'email', 'sms', 'voice', 'whatsapp'],
] as const
export type Reason = (typeof REASONS)[number]
