export type Language = 'fr' | 'ar'
/** The reading mode: one language, or both side by side. */
export type Mode = Language | 'both'
/** Where a one-time code is sent. */
export type Channel = 'email' | 'sms'
