/// <reference lib="dom" />
import type { Page } from 'playwright-core'

/** What of a page is seen first, in CSS pixels: the heights of head, foot and page, and how far down its first control begins. */
export interface Room {
  head: number
  control: number
  foot: number
  page: number
}

/** The first control is the first visible field or button of the page's question; links above it (back, languages) are not. */
export function roomOf(page: Page): Promise<Room> {
  return page.evaluate(() => {
    const height = (selector: string) => document.querySelector(selector)?.getBoundingClientRect().height ?? 0
    const controls = 'main :is(input:not([type="hidden"]), button, a.govuk-button, a[href*="lang="])'
    const first = [...document.querySelectorAll(controls)].find(control => control.checkVisibility())
    return {
      head: Math.round(height('.app-head')),
      control: Math.round((first?.getBoundingClientRect().top ?? 0) + scrollY),
      foot: Math.round(height('.app-foot')),
      page: document.documentElement.scrollHeight,
    }
  })
}
