/** Numbers and templates that switch calls and WhatsApp on; they exist only in the stand-in. */
export const secondWays = {
  TWILIO_VOICE_FROM: '+212537000001',
  TWILIO_WHATSAPP_FROM: '+212537000002',
  TWILIO_WHATSAPP_CONTENT_SID_FR: `HX${'f'.repeat(32)}`,
  TWILIO_WHATSAPP_CONTENT_SID_AR: `HX${'a'.repeat(32)}`,
}

/** Messages and calls to numbers that end in 0000 fail. */
export function demoStatuses(to: string, kind: 'Message' | 'Call'): readonly string[] {
  if (to.endsWith('0000')) return kind === 'Call' ? ['no-answer'] : ['undelivered']
  return kind === 'Call' ? ['completed'] : ['sent', 'delivered']
}
