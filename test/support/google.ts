import express from 'express'
import { type Fault, faulty } from '../../src/demo/faults.ts'
import { listen } from '../../src/demo/listen.ts'

/** Google's end of reCAPTCHA, as the service is to be configured for it: a response that begins with `solved` is right. */
export async function startGoogle(fault: () => Fault | undefined) {
  const app = express().use(express.urlencoded({ extended: false }), faulty({ faults: fault }))
  app.post('/', (req, res) => {
    const success = String(req.body.response).startsWith('solved')
    res.json({ success, hostname: 'localhost', challenge_ts: new Date().toISOString() })
  })
  const { url, close } = await listen(app)
  const keys = { RECAPTCHA_SITE_KEY: 'site', RECAPTCHA_SECRET_KEY: 'secret', RECAPTCHA_VERIFY_URL: url }
  return { environment: { CAPTCHA: 'recaptcha', ...keys }, close }
}
