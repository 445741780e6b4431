import { type Language, languagesOf, type Mail, type Mode } from '../../ports/index.ts'
import { directionOf } from '../copy.ts'
import { html } from '../html.ts'
import type { Params, Translate } from '../index.ts'
import { toMailHtml, withoutIsolates } from '../isolate.ts'

export interface Line {
  key: string
  params?: Params
  code?: string
}

export function mailWriter(
  translate: Record<Language, Translate>,
  render: (template: string, context: object) => string,
) {
  return (to: string, mode: Mode, name: string, lines: readonly Line[]): Mail => {
    const languages = languagesOf(mode)
    const say = (language: Language, key: string, params?: Params) =>
      translate[language](`messages.email.${name}.${key}`, params)
    const parts = languages.map(language => ({
      language,
      dir: directionOf(language),
      preview: withoutIsolates(say(language, 'preview')),
      lines: lines.map(({ key, params, code }) => ({ text: say(language, key, params), code })),
    }))
    const subject = languages.map(language => withoutIsolates(say(language, 'subject'))).join(' / ')
    return {
      to,
      subject,
      text: parts
        .map(({ language, lines }) => lines.map(line => plain(language, line)).join('\n\n'))
        .join('\n\n— — —\n\n'),
      html: render('messages/mail', {
        subject,
        parts: parts.map(part => ({ ...part, lines: part.lines.map(marked) })),
      }),
    }
  }
}

/** Arabic text keeps its isolates, or its numbers would be reordered. */
function plain(language: Language, { text, code }: { text: string; code: string | undefined }): string {
  const words = directionOf(language) === 'rtl' ? text : withoutIsolates(text)
  return code ? `${words}\n${code}` : words
}

function marked({ text, code }: { text: string; code: string | undefined }) {
  return { html: html(toMailHtml(text)), code }
}
