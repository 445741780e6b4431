import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { clusterOptions, redisOptions } from '../../src/adapters/redis/options.ts'
import { parseRedisUrl } from '../../src/config/redis-url.ts'

const options = (url: string) => redisOptions(parseRedisUrl(url))

describe('REDIS_URL', () => {
  it('redis:// names a server, with the default port and database if none is given', () => {
    assert.partialDeepStrictEqual(options('redis://cache'), { host: 'cache', port: 6379, db: 0 })
    assert.partialDeepStrictEqual(options('redis://[::1]:6380/2'), { host: '::1', port: 6380, db: 2 })
    assert.equal('tls' in options('redis://cache'), false)
  })

  it('rediss:// is the same over TLS, and so are its forms for sentinels and clusters', () => {
    assert.partialDeepStrictEqual(options('rediss://cache:6380'), { host: 'cache', port: 6380, tls: {} })
    const sentinel = { tls: {}, sentinelTLS: {}, enableTLSForSentinelMode: true }
    assert.partialDeepStrictEqual(options('rediss+sentinel://one/wizard'), sentinel)
    assert.deepEqual(clusterOptions(parseRedisUrl('rediss+cluster://one')).redisOptions.tls, {})
  })

  it('may hold a user and a password, percent-encoded, or a password alone', () => {
    assert.partialDeepStrictEqual(options('redis://app:p%40ss:%2F@cache'), { username: 'app', password: 'p@ss:/' })
    assert.partialDeepStrictEqual(options('redis://:secret@cache'), { username: undefined, password: 'secret' })
  })

  it('redis+sentinel:// names the sentinels and the master they watch', () => {
    assert.partialDeepStrictEqual(options('redis+sentinel://app:secret@one,two:26380/wizard'), {
      sentinels: [
        { host: 'one', port: 26379 },
        { host: 'two', port: 26380 },
      ],
      name: 'wizard',
      username: 'app',
      password: 'secret',
    })
  })

  it('redis+sentinel:// may hold the password of the sentinels too, percent-encoded', () => {
    const url = 'redis+sentinel://:secret@one/wizard?sentinelPassword=p%40ss'
    assert.partialDeepStrictEqual(options(url), { password: 'secret', name: 'wizard', sentinelPassword: 'p@ss' })
    assert.partialDeepStrictEqual(options('redis+sentinel://:secret@one/wizard'), { sentinelPassword: undefined })
  })

  it('redis+cluster:// names some nodes', () => {
    const address = parseRedisUrl('redis+cluster://app:secret@one:7000,two')
    assert.deepEqual(address.hosts, [
      { host: 'one', port: 7000 },
      { host: 'two', port: 6379 },
    ])
    assert.partialDeepStrictEqual(clusterOptions(address).redisOptions, { username: 'app', password: 'secret' })
  })

  it('that cannot be read is refused without being repeated', () => {
    for (const url of [
      'http://:secret@cache',
      'redis://:secret@',
      'redis://:secret@cache:port',
      'redis+cluster://',
      'redis://:secret@a?sentinelPassword=b',
    ])
      assert.throws(
        () => parseRedisUrl(url),
        (error: Error) => /^REDIS_URL /.test(error.message) && !/secret/.test(error.message),
      )
  })
})

describe('every connection', () => {
  const impatient = { connectTimeout: 1000, socketTimeout: 1000, maxRetriesPerRequest: 1 }

  it('gives up within a second, keeps no queue, and tries again after 50 ms to 2 s', () => {
    for (const url of ['redis://cache', 'redis+sentinel://one/wizard']) {
      assert.partialDeepStrictEqual(options(url), { ...impatient, enableOfflineQueue: false })
      assert.deepEqual([1, 2, 3, 7, 99].map(options(url).retryStrategy), [50, 100, 200, 2000, 2000])
    }
    const cluster = clusterOptions(parseRedisUrl('redis+cluster://one'))
    assert.partialDeepStrictEqual(cluster, { redisOptions: impatient, enableOfflineQueue: false })
    assert.deepEqual([1, 99].map(cluster.clusterRetryStrategy), [50, 2000])
  })

  it('is made again when the server says that it only reads', () => {
    const { reconnectOnError } = options('redis://cache')
    assert.equal(reconnectOnError(new Error("READONLY You can't write against a read only replica.")), true)
    assert.equal(reconnectOnError(new Error('OOM command not allowed')), false)
  })
})
