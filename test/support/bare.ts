/** A page without what differs between any two answers: nonces, tokens, references, puzzles, times and how long until then. */
export function bare(html: string): string {
  return html
    .replace(/(nonce|data-puzzle)="[^"]*"/g, '')
    .replace(/name="(_token|questionToken)" value="[^"]*"/g, '')
    .replace(/R-\d{3} \d{4}/g, '')
    .replace(/\d\d?(?::|\u00a0h\u00a0)\d\d/g, '')
    .replace(/\d+ (?:minutes?|secondes?|min|s|دقي\p{L}+|دقائق|ثاني\p{L}+|ثوان)(?!\p{L})/gu, '')
}
