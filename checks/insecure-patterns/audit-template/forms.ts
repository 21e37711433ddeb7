import { matcher } from '../../../src/model/index.ts'

/** A way in which templates of one engine give a value to the page as it is. */
interface Form {
  files: (path: string) => boolean
  /** Linear: no two repetitions that can match the same text stand beside each other. */
  pattern: RegExp
  message: string
  fix: string
}

const ERB = matcher(['**/*.{erb,rhtml}'])
const EJS = matcher(['**/*.ejs'])
const BLADE = matcher(['**/*.blade.php'])
const RAZOR = matcher(['**/*.{cshtml,razor}'])
const JSP = matcher(['**/*.{jsp,jspx,jspf,tag}'])
const MUSTACHE = matcher(['**/*.{hbs,handlebars,mustache}'])
const PUG = matcher(['**/*.{pug,jade}'])
const TWIG = matcher(['**/*.twig'])
const JINJA = matcher(['**/*.{html,htm,jinja,jinja2,j2,njk,html.j2}'])
const VUE = matcher(['**/*.vue'])
const SVELTE = matcher(['**/*.svelte'])
const ANGULAR = matcher(['**/*.component.html'])
const SLIM = matcher(['**/*.{slim,haml}'])
const ANY = (path: string): boolean => [ERB, EJS, JSP, MUSTACHE, JINJA, TWIG].some((is) => is(path))

/** As the engines document them. Every line is asked once for each form of its file. */
export const FORMS: readonly Form[] = [
  {
    files: ERB,
    pattern: /<%==|<%=?[^%]*(?:\braw[\s(]|\.html_safe\b|\bsafe_concat\b|\bcontent_tag\b)/,
    message: 'The value goes to the page without being escaped.',
    fix: 'Write `<%= value %>`, or `sanitize` what has to be markup.',
  },
  {
    files: ERB,
    pattern: /<%=\s*link_to[^%]*(?:params|@\w+\.(?:url|link|website|href))/,
    message: 'A link whose address is a value may be `javascript:`.',
    fix: 'Check that it begins with `https://`.',
  },
  {
    files: SLIM,
    pattern: /^\s*[\w.#-]*(?:==|!=)\s|\braw[\s(]|\.html_safe\b/,
    message: 'The value goes to the page without being escaped.',
    fix: 'Write `=`, or `sanitize` what has to be markup.',
  },
  {
    files: EJS,
    pattern: /<%-(?!\s*(?:include|partial|block|body|contentFor|layout)\b)/,
    message: '`<%-` gives the value to the page without escaping it.',
    fix: 'Write `<%= value %>`.',
  },
  {
    files: BLADE,
    pattern: /\{!!/,
    message: '`{!!` gives the value to the page without escaping it.',
    fix: 'Write `{{ $value }}`.',
  },
  {
    files: RAZOR,
    pattern: /@(?:\()?\s*(?:Html\.Raw\(|new\s+(?:Mvc)?HtmlString\()|new\s+(?:Mvc)?HtmlString\(/,
    message: 'The value goes to the page without being escaped.',
    fix: 'Write `@value`.',
  },
  {
    files: JSP,
    pattern: /<%=|escapeXml\s*=\s*"false"|\$\{\s*(?:param|paramValues|header|headerValues|cookie)\b/,
    message: 'The value goes to the page without being escaped.',
    fix: 'Write `<c:out value="…"/>`.',
  },
  {
    files: MUSTACHE,
    pattern: /\{\{\{(?!\s*(?:body|yield|outlet)\b)|\{\{&/,
    message: 'The value goes to the page without being escaped.',
    fix: 'Write `{{value}}`.',
  },
  {
    files: PUG,
    pattern: /!\{|^\s*[\w.#-]*(?:\([^)]*\))?!=|&attributes\(/,
    message: 'The value goes to the page without being escaped.',
    fix: 'Write `=` or `#{value}`.',
  },
  {
    files: PUG,
    pattern: /\b(?:href|src|action|formaction)\s*=\s*(?!["'`])[A-Za-z_$]/,
    message: 'An address that is a value may be `javascript:`.',
    fix: 'Check that it begins with `https://`.',
  },
  {
    files: TWIG,
    pattern: /\|\s*raw\b|\{%-?\s*autoescape\s+false/,
    message: 'The value goes to the page without being escaped.',
    fix: 'Leave `raw` out.',
  },
  {
    files: JINJA,
    pattern: /\{\{[^}]*\|\s*safe(?:seq)?\b|\{%-?\s*autoescape\s+(?:off|false)\b|\{%-?\s*filter\s+safe\b/,
    message: 'The value goes to the page without being escaped.',
    fix: 'Leave it out, and escape what is not markup.',
  },
  {
    files: JINJA,
    pattern: /\{%-?\s*(?:blocktranslate|blocktrans|translate|trans)\b[^%]*%\}/,
    message: 'What translators wrote goes to the page without being escaped.',
    fix: 'Use `force_escape` around it.',
  },
  {
    files: VUE,
    pattern: /\sv-html\s*=/,
    message: '`v-html` gives the value to the page without escaping it.',
    fix: 'Write `{{ value }}`, or sanitize it.',
  },
  {
    files: SVELTE,
    pattern: /\{@html\b/,
    message: '`{@html` gives the value to the page without escaping it.',
    fix: 'Write `{value}`, or sanitize it.',
  },
  {
    files: ANGULAR,
    pattern: /\[(?:innerHTML|outerHTML|srcdoc)\]\s*=|ng-bind-html-unsafe/,
    message: 'The value goes to the page as markup.',
    fix: 'Write `{{ value }}`.',
  },
  {
    files: ANY,
    pattern: /\s[\w:-]+=(?:\{\{|<%=)/,
    message: 'In an attribute without quotation marks a space in the value begins another attribute.',
    fix: 'Put quotation marks around it.',
  },
  {
    files: ANY,
    pattern:
      /\s(?:href|src|action|formaction)\s*=\s*["'](?:\{\{(?!\s*(?:url|static|asset|path|url_for|route)\b)|<%=(?!\s*(?:url_for|asset|image|\w+_(?:path|url))\b))/,
    message: 'An address that is a value may be `javascript:`.',
    fix: 'Check that it begins with `https://`.',
  },
  {
    files: JINJA,
    pattern: /`[^`]*\{\{[^`]*`/,
    message: 'In a template literal of JavaScript the value can begin with `${`, which runs.',
    fix: 'Hand the value over as JSON in an attribute or a script of its own.',
  },
  {
    files: JINJA,
    pattern: /<form\b[^>]*\bmethod\s*=\s*["']?post\b(?![^]*csrf)/i,
    message: 'This form has no token against requests of other sites on its line.',
    fix: 'Put `{% csrf_token %}` into it.',
  },
]
