export { step } from './step.ts'
export { accept, end, limit, reject, type Verdict } from './verdict.ts'
