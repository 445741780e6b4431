import { setTimeout as sleep } from 'node:timers/promises'

/**
 * `node probe.ts URL COUNT EVERY_MS COOKIES…`: asks for a page at fixed moments, whether the answer before is there or not, as one of
 * these members after the other, and prints the milliseconds of each as JSON. A process of its own: far ends and driver do not hold it up.
 */
const [url, count, everyMs, ...cookies] = process.argv.slice(2) as [string, string, string, ...string[]]
const WARM_UP = 20
const asked: Promise<number>[] = []
const startedAt = performance.now()
for (let n = 0; n < WARM_UP + Number(count); n++) {
  await sleep(startedAt + n * Number(everyMs) - performance.now())
  asked.push(millisecondsOf(cookies[n % cookies.length]!))
}
console.log(JSON.stringify((await Promise.all(asked)).slice(WARM_UP)))

async function millisecondsOf(cookie: string): Promise<number> {
  const headers = { cookie, 'accept-encoding': 'gzip, deflate, br', 'x-forwarded-for': '10.255.0.1' }
  const from = performance.now()
  const response = await fetch(url, { headers, redirect: 'manual' })
  await response.arrayBuffer()
  if (response.status !== 200) throw new Error(`${url} gave ${response.status}`)
  return performance.now() - from
}
