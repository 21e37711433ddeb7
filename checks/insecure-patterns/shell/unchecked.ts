export interface Unchecked {
  /** The option, as it is written. */
  option: string
  what: string
  fix: string
}

/** Options of programs that turn off the check of who answers, or of what came. */
const CHECKS: readonly { text: RegExp; what: string; fix: string }[] = [
  {
    text: /\bcurl\b[^|;&]*?\s(?:--insecure|-[a-zA-Z]*k[a-zA-Z]*)(?=\s)/,
    what: '`curl` accepts any certificate',
    fix: 'Leave the option out; for a private authority, pass its certificate with `--cacert`.',
  },
  {
    text: /\bwget\b[^|;&]*?\s--no-check-certificate\b/,
    what: '`wget` accepts any certificate',
    fix: 'Leave the option out; for a private authority, pass its certificate with `--ca-certificate`.',
  },
  {
    text: /\bapt(?:-get)?\b[^|;&]*?\s(?:--allow-unauthenticated|--force-yes)\b/,
    what: '`apt` installs packages that nobody signed',
    fix: 'Leave the option out, and add the key of the repository with `signed-by`.',
  },
  {
    text: /\bapk\b[^|;&]*?\s--allow-untrusted\b/,
    what: '`apk` installs packages that nobody signed',
    fix: 'Leave the option out, and copy the key of the repository to `/etc/apk/keys`.',
  },
  {
    text: /\b(?:yum|dnf|microdnf|zypper)\b[^|;&]*?\s(?:--nogpgcheck|--no-gpg-checks)\b/,
    what: 'packages that nobody signed are installed',
    fix: 'Leave the option out, and import the key of the repository with `rpm --import`.',
  },
  {
    text: /\bpip3?\b[^|;&]*?\s--trusted-host\b/,
    what: '`pip` accepts any certificate of that host',
    fix: 'Leave the option out; for a private authority, pass its certificate with `--cert`.',
  },
  {
    text: /\b(?:npm|yarn|pnpm)\s+(?:config\s+)?set\s+strict-ssl[\s=]+false\b/,
    what: 'packages are taken from whoever answers',
    fix: 'Leave it out; for a private authority, set `cafile`.',
  },
  {
    text: /\bgit\b[^|;&]*?\bhttp\.sslVerify[\s=]+(?:false|0)\b/i,
    what: '`git` accepts any certificate',
    fix: 'Leave it out; for a private authority, set `http.sslCAInfo`.',
  },
  {
    text: /\b(?:helm|kubectl|oc)\b[^|;&]*?\s--(?:kube-)?insecure-skip-tls-verify(?:=true)?(?=\s)/,
    what: 'any certificate of the cluster or the chart repository is accepted',
    fix: 'Leave the option out, and pass the authority (`--certificate-authority`, `--ca-file`).',
  },
  {
    text: /\b(?:skopeo|podman|buildah)\b[^|;&]*?\s--(?:src-|dest-)?tls-verify=false\b/,
    what: 'images are taken from whoever answers',
    fix: 'Leave the option out, and install the certificate of the registry.',
  },
  {
    text: /\baws\b[^|;&]*?\s--no-verify-ssl\b/,
    what: '`aws` accepts any certificate',
    fix: 'Leave the option out; for a private authority, pass its certificate with `--ca-bundle`.',
  },
  {
    text: /\brpm\b[^|;&]*?\s--(?:nosignature|nodigest)\b/,
    what: '`rpm` installs packages that nobody signed',
    fix: 'Leave the option out, and import the key of the packages with `rpm --import`.',
  },
  {
    text: /\bconda\s+config\s+--set\s+ssl_verify\s+(?:false|no)\b/i,
    what: '`conda` accepts any certificate',
    fix: 'Leave it out; for a private authority, set `ssl_verify` to its certificate.',
  },
  {
    text: /\bcomposer\b[^|;&]*?\s(?:disable-tls\s+(?:true|1)|secure-http\s+(?:false|0))\b/,
    what: '`composer` takes packages without TLS',
    fix: 'Leave it out; for a private authority, set `cafile`.',
  },
  {
    text: /\[[^\]]*\btrusted=yes\b[^\]]*\]\s+https?:/,
    what: '`apt` installs packages of this source that nobody signed',
    fix: 'Leave it out, and add the key of the repository with `signed-by`.',
  },
  {
    text: /\b(?:ssh|scp|sftp|rsync|GIT_SSH_COMMAND)\b[^|;&]*?StrictHostKeyChecking[=\s]+(?:no|off)\b/i,
    what: '`ssh` talks to whoever answers',
    fix: 'Leave it out, and write the key of the host into `known_hosts`.',
  },
]
/** Variables that do it for programs as a whole. */
const VARIABLE =
  /\b(?:(?:NODE_TLS_REJECT_UNAUTHORIZED|PYTHONHTTPSVERIFY)[\s=]+["']?0\b|GIT_SSL_NO_VERIFY[\s=]+["']?(?:1|true)\b|(?:npm_config_strict_ssl|yarn_strict_ssl|ansible_host_key_checking)[\s=]+["']?(?:false|0)\b|GOINSECURE[\s=]+["']?[\w*]|GOSUMDB[\s=]+["']?off\b)/i

/** What speaks to itself has nobody between. */
const ITSELF = /\b(?:localhost|127\.0\.0\.1)\b|\[::1\]/

/** Options of commands that turn a check off, each once. */
export const uncheckedIn = (script: string): Unchecked[] => [
  ...new Map(allIn(script).map((one) => [`${one.what} ${one.option}`, one])).values(),
]

const allIn = (script: string): Unchecked[] =>
  script
    .replaceAll(/\\\r?\n/g, ' ')
    .split(/\n|&&|\|\||;/)
    .filter((command) => !ITSELF.test(command))
    .flatMap((command) =>
      CHECKS.flatMap(({ text, what, fix }) => {
        const option = text.exec(`${command} `)?.[0].trim().split(/\s+/).at(-1)
        return option === undefined
          ? []
          : [{ option, what: `${what[0]?.toUpperCase() ?? ''}${what.slice(1)}`, fix }]
      }),
    )

/** The name of a variable that turns a check off, and is set so. */
export const uncheckedVariable = (text: string): string | undefined =>
  /^\w+/.exec(VARIABLE.exec(text)?.[0] ?? '')?.[0]
