import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { capacityTable, figuresOf, withTable } from '../support/capacity.ts'

const page = readFileSync('docs/capacity.md', 'utf8')

test('docs/capacity.md follows from its own figures; npm run capacity writes it', () => {
  assert.equal(page, withTable(page, capacityTable(figuresOf(page))))
})

test('twice the CPU takes twice the cores, and one instance more than they fill', () => {
  const figures = { ...figuresOf(page), C: 59, F: 1, P: 0.5, A: 256 }
  const cells = (of: Record<string, number>, name: string) =>
    capacityTable(of as ReturnType<typeof figuresOf>)
      .split('\n')
      .find(line => line.includes(name))!
      .split('|')
      .slice(3, 6)
      .map(cell => cell.replaceAll('*', '').trim())
  assert.deepEqual(cells(figures, 'cores, planned'), ['0.20', '1.97', '19.67'])
  assert.deepEqual(cells(figures, '**instances**'), ['2', '3', '22'])
  assert.deepEqual(cells({ ...figures, C: 118 }, 'cores, planned'), ['0.39', '3.93', '39.33'])
  assert.deepEqual(cells({ ...figures, C: 118 }, '**instances**'), ['2', '5', '44'])
})

test('a figure that is missing is named', () => {
  assert.throws(() => figuresOf(page.replace('| **C** |', '| C |')), /no figure C$/)
})
