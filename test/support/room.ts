/// <reference lib="dom" />
import type { Page } from 'playwright-core'

/** What of a page is seen first, in CSS pixels: the heights of head, foot and page, and how far down its first control begins. */
export interface Room {
  head: number
  control: number
  foot: number
  page: number
  /** How far down what went wrong, or happened, is said; undefined if nothing did. */
  said: number | undefined
}

/** The first control is the first visible field or button of the page's question; links above it (back, languages) are not. */
export function roomOf(page: Page): Promise<Room> {
  return page.evaluate(() => {
    const height = (selector: string) => document.querySelector(selector)?.getBoundingClientRect().height ?? 0
    const topOf = (selector: string) => {
      const first = [...document.querySelectorAll(selector)].find(element => element.checkVisibility())
      return first && Math.round(first.getBoundingClientRect().top + scrollY)
    }
    return {
      head: Math.round(height('.app-head')),
      control: topOf('main :is(input:not([type="hidden"]), button, a.govuk-button, a[href*="lang="])') ?? 0,
      foot: Math.round(height('.app-foot')),
      page: document.documentElement.scrollHeight,
      said: topOf('main :is(.govuk-error-summary, .app-notice)'),
    }
  })
}
