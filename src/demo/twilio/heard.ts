/** The spoken text: the words of each `<Say>` on a line, then its digits together. */
export function heard(twiml: string): string {
  const lines = [...twiml.matchAll(/<Say [^>]*>(.*?)<\/Say>/gs)].map(([, said]) =>
    said!
      .replace(/<break [^>]*\/>/, ' ')
      .replace(/<[^>]*>/g, '')
      .replace(/&(amp|lt|gt|quot|apos|#39);/g, (_, name: string) => ENTITIES[name]!),
  )
  return lines.join('\n')
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", '#39': "'" }
