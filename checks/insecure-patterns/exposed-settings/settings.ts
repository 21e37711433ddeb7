/** A setting of a framework in a file of its own. */
export interface Setting {
  /** Its dotted name. */
  name: RegExp
  value: RegExp
  message: string
  fix: string
}

/** As Spring Boot's reference documents them. */
export const SPRING: readonly Setting[] = [
  {
    name: /^management\.endpoints\.web\.exposure\.include$/,
    value:
      /(?:^|[\s,'"[])(?:\*|env|heapdump|threaddump|shutdown|jolokia|logfile|httptrace|httpexchanges|configprops|beans|mappings|loggers|sessions)(?:$|[\s,'"\]])/,
    message: 'Endpoints that show or change the inside of the service are open to whoever reaches its port.',
    fix: 'Expose `health` and `info` alone, or serve the others on a port that only operators reach.',
  },
  {
    name: /^management\.(?:security\.enabled|endpoint\.\w+\.sensitive)$|^endpoints\.(?:\w+\.)?sensitive$/,
    value: /^false$/,
    message: 'Endpoints that show the inside of the service ask nobody who they are.',
    fix: 'Leave it at `true`.',
  },
  {
    name: /^management\.endpoint\.shutdown\.enabled$|^endpoints\.shutdown\.enabled$/,
    value: /^true$/,
    message: 'Whoever reaches the port can stop the service.',
    fix: 'Leave it at `false`.',
  },
  {
    name: /^server\.error\.include-(?:stacktrace|message|binding-errors)$/,
    value: /^always$/,
    message: 'Errors show strangers how the program is built.',
    fix: 'Write `never`, or `on_param` for development.',
  },
  {
    name: /^spring\.h2\.console\.(?:enabled|settings\.web-allow-others)$/,
    value: /^true$/,
    message: 'The console of the database runs any statement for whoever reaches it.',
    fix: 'Leave it off outside of development.',
  },
  {
    name: /^server\.servlet\.session\.cookie\.(?:secure|http-only)$/,
    value: /^false$/,
    message: "The session's cookie goes over plain HTTP, or scripts of the page read it.",
    fix: 'Write `true`.',
  },
]

/** Attributes of ASP.NET's `web.config`, each on the line on which it is written. */
export const WEB_CONFIG: readonly Omit<Setting, 'name'>[] = [
  {
    value: /\b(?:requireSSL|cookieRequireSSL|httpOnlyCookies)\s*=\s*"false"/i,
    message: 'Cookies go over plain HTTP, or scripts of the page read them.',
    fix: 'Write `true`.',
  },
  {
    value: /\bdebug\s*=\s*"true"/i,
    message: 'Compiled for debugging: errors show code, and requests have no time limit.',
    fix: 'Write `debug="false"`.',
  },
  {
    value: /<customErrors\b[^>]*\bmode\s*=\s*"Off"|<trace\b[^>]*\benabled\s*=\s*"true"/i,
    message: 'Errors show strangers how the program is built.',
    fix: 'Write `mode="RemoteOnly"`, and leave tracing off.',
  },
  {
    value:
      /\b(?:validateRequest|enableEventValidation|enableViewStateMac|enableHeaderChecking)\s*=\s*"false"/i,
    message: 'A check of what requests hold is turned off.',
    fix: 'Leave it at `true`.',
  },
  {
    value: /\bpasswordFormat\s*=\s*"Clear"|<credentials\b/i,
    message: 'Passwords are kept as they are.',
    fix: 'Keep them in a store that hashes them.',
  },
  {
    value: /<directoryBrowse\b[^>]*\benabled\s*=\s*"true"/i,
    message: 'Whoever asks sees what lies in a folder.',
    fix: 'Write `enabled="false"`.',
  },
]
