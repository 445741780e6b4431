import { readFileSync, writeFileSync } from 'node:fs'
import { gallery } from '../../src/demo/gallery/index.ts'
import { openBrowser } from './chromium.ts'
import { EVERY_SIZE, MODES, openRoom, type Rooms, TOLD, tables, withTables } from './rooms.ts'
import { startService } from './service.ts'

/** `npm run room`: writes into docs/accessibility.md how much of a screen each page takes before its question. */
const FILE = 'docs/accessibility.md'
const service = await startService({ extra: gallery })
const browser = await openBrowser()
const measured = new Map<string, Rooms>()
for (const mode of MODES) {
  const { measure } = await openRoom(browser, service.origin, mode)
  for (const name of TOLD) measured.set(`${name} ${mode}`, await measure(name, EVERY_SIZE))
}
writeFileSync(
  FILE,
  withTables(
    readFileSync(FILE, 'utf8'),
    tables((name, mode) => measured.get(`${name} ${mode}`)!),
  ),
)
await browser.close()
await service.stop()
