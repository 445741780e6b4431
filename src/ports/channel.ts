/** Where a one-time code is sent. */
export type Channel = 'email' | 'sms'
