/** What the benchmark uses of packages that only bench/pages/package.json brings, so that the project's types stand without them. */
declare module 'lighthouse' {
  export interface Report {
    runtimeError?: { message: string }
    /** Scores from 0 to 1; null where an audit does not apply. */
    audits: Record<string, { score: number | null }>
    categories: Record<string, { score: number | null; auditRefs: { id: string; weight: number }[] }>
  }
  export default function lighthouse(url: string, flags: object): Promise<{ lhr: Report } | undefined>
}

declare module 'compression' {
  import type { RequestHandler } from 'express'
  export default function compression(): RequestHandler
}

declare module 'hof' {
  export default function hof(options: object): void
}

declare module 'hmpo-app' {
  import type { Router } from 'express'
  export function setup(options: object): { router: Router }
}

declare module 'hmpo-form-wizard' {
  import type { Router } from 'express'
  export default function wizard(steps: object, fields: object, options: object): Router
}
