/** The demo's member-data API alone, for compose: PORT, HOST and MEMBER_API_TOKEN. */
import { startMemberDataApi } from './member-data-api.ts'

const { PORT = '4010', HOST = '127.0.0.1', MEMBER_API_TOKEN } = process.env
if (!MEMBER_API_TOKEN) {
  console.error('MEMBER_API_TOKEN is needed')
  process.exit(1)
}

const api = await startMemberDataApi({ port: Number(PORT), host: HOST, token: MEMBER_API_TOKEN })
console.log(`member-data API on ${api.url}`)
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void api.close())
