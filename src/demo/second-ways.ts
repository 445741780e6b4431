/** Switches calls and WhatsApp on, with numbers and templates that only the stand-in knows. */
export const secondWays = {
  TWILIO_VOICE_FROM: '+212537000001',
  TWILIO_WHATSAPP_FROM: '+212537000002',
  TWILIO_WHATSAPP_CONTENT_SID_FR: `HX${'f'.repeat(32)}`,
  TWILIO_WHATSAPP_CONTENT_SID_AR: `HX${'a'.repeat(32)}`,
}

/** To try what a failed delivery looks like: numbers that end in 0000 get no message, and nobody answers there. */
export function demoStatuses(to: string, kind: 'Message' | 'Call'): readonly string[] {
  if (to.endsWith('0000')) return kind === 'Call' ? ['no-answer'] : ['undelivered']
  return kind === 'Call' ? ['completed'] : ['sent', 'delivered']
}
