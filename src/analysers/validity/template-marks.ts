/** Files that become YAML or JSON only after a template engine has filled them in: Helm, Jinja, ERB, Go templates. */

/** True when the name or folder says that this is a template. */
export function isTemplatePath(path: string): boolean {
  return /(?:^|\/)(?:templates?|_templates|cookiecutter[^/]*|skel|skeleton)\/|[{}<>%]|\.(?:j2|jinja2?|tmpl|tpl|erb|hbs|mustache|in)\.|\.tmpl|__[\w]+__/i.test(
    path,
  )
}

/** True when a line begins with a template's statement: no reader sees the text as it stands. */
export function hasTemplateLines(text: string): boolean {
  return /^[ \t]*(?:- )?(?:\{\{|\{%|\{#|<%|<#|#\{|<\?|@\{)/m.test(text)
}

/** True when a line carries a mark that a template engine would replace. GitHub's `${{ }}` is read by GitHub, after YAML. */
export function hasTemplateMark(line: string): boolean {
  return /(?:^|[^$])\{\{|\{%|<%|%\{|<\?php|[:[,][ \t]*\$\{(?!\{)|@[A-Z][A-Z0-9_]*@|<<<<</.test(line)
}
