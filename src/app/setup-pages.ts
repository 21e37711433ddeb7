import { html } from '../report/escape/index.ts'

const STYLE = `
  :root { color-scheme: light dark; font: 16px/1.6 system-ui, sans-serif }
  body { max-width: 38rem; margin: 12vh auto; padding: 0 1.5rem }
  h1 { font-size: 1.6rem } code { overflow-wrap: anywhere }
  button { font: inherit; padding: .6rem 1.2rem; border: 0; border-radius: .4rem; background: #1a7f37; color: #fff; cursor: pointer }
  .note { opacity: .75; font-size: .9rem }`

/** The form that hands the manifest to GitHub. */
export function formPage({
  action,
  manifest,
  publicUrl,
}: {
  action: string
  manifest: string
  publicUrl: string
}): string {
  const local = /^https?:\/\/(localhost|127\.|\[::1\])/.test(publicUrl)
  return page(
    'Set up the GitHub App',
    html`<p>
        GitHub shows you the app with the permissions it asks for: check runs and review comments to write,
        code to read, nothing else. You confirm there, choose the repositories, and come back with the app
        running.
      </p>
      <form method="post" action="${action}">
        <input type="hidden" name="manifest" value="${manifest}" />
        <button type="submit">Create the app on GitHub</button>
      </form>
      <p class="note">
        GitHub will send events to <code>${publicUrl}</code>.
        ${local ? 'It cannot reach that address from outside: set PUBLIC_URL to one that it can, or use a tunnel.' : 'Set PUBLIC_URL to change that.'}
      </p>
      <p class="note">
        The credentials are written to <code>.env</code>, readable by you alone, and shown nowhere.
      </p>`.source,
  )
}

export function messagePage(title: string, text: string): string {
  return page(title, html`<p>${text}</p>`.source)
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${html`${title}`.source}</title><style>${STYLE}</style></head>
<body><main><h1>${html`${title}`.source}</h1>
${body}</main></body>
</html>
`
}
