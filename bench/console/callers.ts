import { walkTo } from '../../test/support/journey.ts'
import type { Member, Page } from '../../test/support/member.ts'
import type { surroundings } from '../../test/support/surroundings.ts'

type Service = Awaited<ReturnType<typeof surroundings>>

const PAGE = 'email'

export interface Caller {
  member: Member
  reference: string
}

/** Members at the e-mail page; `opened`: each has opened it to an agent. */
export async function callersOf(service: Service, count: number, opened: boolean): Promise<Caller[]> {
  const callers: Caller[] = []
  for (let each = 0; each < count; each++) {
    const [member, file] = [service.member(), service.enrol()]
    await walkTo(service, member, file, PAGE)
    let page = await member.get(PAGE)
    if (opened) {
      await member.post('accompagnement', { open: 'yes' })
      page = await member.get(PAGE)
    }
    callers.push({ member, reference: referenceOn(page) })
  }
  return callers
}

/** An answer that the page refuses, another each time: nothing is sent or counted, and another state is shown. */
export async function answerWrong({ member }: Caller, count: number): Promise<void> {
  const email = count % 2 ? 'amal@' : ''
  const page = await member.post(PAGE, { email, emailConfirmation: email })
  if (page.status !== 422) throw new Error(`${PAGE} answered ${page.status}`)
}

function referenceOn({ html }: Page): string {
  const [, reference] = /app-foot__reference[^>]*>\s*<bdi[^>]*>(R-[\d ]+)</.exec(html) ?? []
  if (!reference) throw new Error('the page has no reference')
  return reference
}
