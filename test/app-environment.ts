import type { StandIn } from './stand-in/index.ts'

/** What the app is started with to work for a stand-in, and to do nothing that no event asked for. */
export function appEnvironment({ app, apiUrl }: StandIn, dataDir: string): Record<string, string> {
  return {
    PORT: '0',
    HOST: '127.0.0.1',
    DATA_DIR: dataDir,
    APP_ID: String(app.id),
    PRIVATE_KEY: app.privateKey,
    WEBHOOK_SECRET: app.webhookSecret,
    GITHUB_API_URL: apiUrl,
    SWEEP_MINUTES: '0',
    DEBOUNCE_SECONDS: '0',
    ONBOARDING: 'off',
  }
}
