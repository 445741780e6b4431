import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** A block with the line before it that says what to do, or one that a shell runs. */
const BLOCK =
  /^(?:(Create|In) `([^`\n]+)`(?:, (after|before|instead of) `([^`\n]+)`)?:\n\n```\w+|```(sh))\n([\s\S]*?\n)```$/gm

/** Does in a copy of the project what `docs/how-to/<name>.md` says, block by block. Throws if a line that it names is not there. */
export async function follow(name: string, folder: string): Promise<void> {
  const text = await readFile(new URL(`../../docs/how-to/${name}.md`, import.meta.url), 'utf8')
  const blocks = [...text.matchAll(BLOCK)]
  assert.equal(blocks.length, text.match(/^```\w+$/gm)!.length, `${name} has a block without a place`)
  for (const [, verb, file, how, line, shell, block] of blocks) {
    if (shell) await run('sh', ['-euc', block!], { cwd: folder })
    else if (verb === 'Create') await create(join(folder, file!), block!)
    else await change(join(folder, file!), how!, line!, block!)
  }
}

async function create(path: string, block: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, block, { flag: 'wx' })
}

/** The first line that begins so gets the block after it, before it or in its place, at its indentation. */
async function change(path: string, how: string, line: string, block: string): Promise<void> {
  const lines = (await readFile(path, 'utf8')).split('\n')
  const at = lines.findIndex(each => each.trimStart().startsWith(line.trim()))
  assert.ok(at >= 0, `${path} has no line that begins with ${line}`)
  const indentation = /^ */.exec(lines[at]!)![0]
  const added = block
    .trimEnd()
    .split('\n')
    .map(each => indentation + each)
  lines.splice(how === 'after' ? at + 1 : at, how === 'instead of' ? 1 : 0, ...added)
  await writeFile(path, lines.join('\n'))
}
