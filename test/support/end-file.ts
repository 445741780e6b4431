import { after } from 'node:test'

const GRACE_MS = 60_000

/**
 * Loaded before each file of tests: ends the file a minute after its last test, even if one that failed has left a server
 * open. (`--test-force-exit` ends it at once, before all results are written.)
 */
after(() => void setTimeout(() => process.exit(), GRACE_MS).unref())
