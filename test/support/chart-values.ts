import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { environment, newKey } from '../unit/environment.ts'

const { load } = createRequire(import.meta.url)('js-yaml') as { load(text: string): unknown }

type Variables = Record<string, string>

interface Case {
  values: { wizard: { settings: Variables; [name: string]: unknown }; [name: string]: unknown }
  /** What the Secrets hold that the values name. */
  secrets: Record<string, Variables>
  kinds: string
}

const whole = environment()
const pick = (...names: string[]): Variables => Object.fromEntries(names.map(name => [name, whole[name]!]))
const settings = pick('PUBLIC_URL', 'MEMBER_API_URL', 'MAIL_FROM')
const twilio = pick('TWILIO_ACCOUNT_SID', 'TWILIO_FROM')
const keys = pick('SESSION_KEYS', 'ENCRYPTION_KEYS', 'HMAC_KEYS', 'LIVE_VIEW_KEYS', 'MEMBER_API_TOKEN', 'SMTP_URL')
const keysOfConsole = { ...pick('LIVE_VIEW_KEYS'), AGENT_SESSION_KEYS: newKey() }
const AGENT_PUBLIC_URL = 'https://agents.cnops.org.ma'
const image = { repository: 'registry.example.ma/wizard' }
const googleKey = (letter: string) => `6L${letter.repeat(38)}`

/** Sets of values for the chart, in each of which the service would start in production. */
export const chartValues: Record<string, Case> = {
  least: {
    values: { image, wizard: { secret: 'wizard', settings: { ...settings, ...twilio } } },
    secrets: { wizard: { ...keys, ...pick('REDIS_URL', 'TWILIO_AUTH_TOKEN') } },
    kinds: 'ConfigMap, Deployment, HorizontalPodAutoscaler, 2 NetworkPolicy, Pod, PodDisruptionBudget, Service',
  },
  'all on': {
    values: {
      image: { ...image, digest: `sha256:${'a'.repeat(64)}`, previous: 'registry.example.ma/wizard:0.1.0' },
      imagePullSecrets: [{ name: 'registry' }],
      settings: { TRUST_PROXY: 1, HSTS: 'off', ORGANISATION: 'cnss', LOG_LEVEL: 'warn' },
      limits: { server: { drainWaitMs: 10_000, connections: 100_000 } },
      organisation: JSON.parse(readFileSync('config/organisations/cnss.json', 'utf8')),
      privateCa: { configMap: 'our-ca' },
      wizard: {
        secret: 'wizard',
        settings: { ...settings, BASE_PATH: '/compte' },
        smsGateway: {
          url: 'https://sms.example.ma',
          json: { to: '{to}', message: '{text}' },
          answers: [{ status: [200], means: 'sent' }],
        },
        ingress: { enabled: true, tlsSecret: 'tls', annotations: { 'example.ma/team': 'web' } },
      },
      console: {
        enabled: true,
        secret: 'console',
        settings: { AGENT_PUBLIC_URL, AGENT_NETWORKS: '10.0.0.0/8' },
        accounts: { claim: 'accounts' },
        ingress: { enabled: true, tlsSecret: 'tls' },
      },
      metrics: { annotations: false, serviceMonitor: { enabled: true, labels: { release: 'prometheus' } } },
      networkPolicy: { redis: { to: [{ ipBlock: { cidr: '10.1.0.0/16' } }], ports: [6379, 26379] } },
      nodeSelector: { 'kubernetes.io/arch': 'amd64' },
      tolerations: [{ operator: 'Exists' }],
    },
    secrets: {
      wizard: { ...keys, SMS_GATEWAY_SECRET: newKey(), REDIS_URL: 'rediss+sentinel://:x@a,b/main' },
      console: { ...keysOfConsole, REDIS_URL: 'rediss+sentinel://console:x@a,b/main' },
    },
    kinds:
      'ConfigMap, 2 Deployment, HorizontalPodAutoscaler, 3 Ingress, 3 NetworkPolicy, 2 Pod, 2 PodDisruptionBudget, 4 Service, 2 ServiceMonitor',
  },
  'Redis Cluster, reCAPTCHA, no autoscaler, no network policy': {
    values: {
      image,
      wizard: {
        secret: 'wizard',
        settings: { ...settings, ...twilio, CAPTCHA: 'recaptcha', RECAPTCHA_SITE_KEY: googleKey('a') },
        autoscaling: { enabled: false },
      },
      networkPolicy: { enabled: false },
    },
    secrets: {
      wizard: {
        ...keys,
        ...pick('TWILIO_AUTH_TOKEN'),
        RECAPTCHA_SECRET_KEY: googleKey('b'),
        REDIS_URL: 'rediss+cluster://a,b',
      },
    },
    kinds: 'ConfigMap, Deployment, Pod, PodDisruptionBudget, Service',
  },
  'as documented': {
    values: load(
      /^```yaml\n([\s\S]*?)^```$/m.exec(readFileSync('docs/deploy-kubernetes.md', 'utf8'))![1]!,
    ) as Case['values'],
    secrets: {
      wizard: { ...keys, ...pick('REDIS_URL', 'TWILIO_AUTH_TOKEN') },
      console: { ...keysOfConsole, ...pick('REDIS_URL'), AGENT_OIDC_CLIENT_SECRET: newKey() },
    },
    kinds:
      'ConfigMap, 2 Deployment, HorizontalPodAutoscaler, 3 Ingress, 3 NetworkPolicy, 2 Pod, 2 PodDisruptionBudget, 2 Service',
  },
}
