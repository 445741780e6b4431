import { setTimeout as sleep } from 'node:timers/promises'
import type { Request, RequestHandler } from 'express'

/** A fault instead of an answer; `afterwards` lets the request take effect first. */
export type Fault =
  | 'hang'
  | 'reset'
  | { afterwards: 'hang' | 'reset' }
  | { status: number; body?: string | object; headers?: Record<string, string> }
  | { status: number; cut: string }

export interface Faults {
  /** Called for each request, in order; undefined leaves the answer as it is. */
  faults?: ((req: Request) => Fault | undefined) | undefined
  delayMs?: number | ((req: Request) => number) | undefined
}

export function faulty({ faults, delayMs = 0 }: Faults): RequestHandler {
  return async (req, res, next) => {
    const delay = typeof delayMs === 'function' ? delayMs(req) : delayMs
    // Keeps no process from ending.
    if (delay) await sleep(delay, undefined, { ref: false })
    const fault = faults?.(req)
    if (!fault) return next()
    if (fault === 'hang') return
    if (fault === 'reset') return void req.socket.destroy()
    if ('cut' in fault) {
      res.writeHead(fault.status, { 'Content-Type': 'application/json', 'Content-Length': fault.cut.length + 1000 })
      return void res.write(fault.cut, () => req.socket.destroy())
    }
    if ('status' in fault) return void res.status(fault.status).set(fault.headers).send(fault.body)
    res.end = () => {
      if (fault.afterwards === 'reset') req.socket.destroy()
      return res
    }
    next()
  }
}
