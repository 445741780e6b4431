export type Channel = 'email' | 'sms'
