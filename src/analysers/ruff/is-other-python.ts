/** Texts that look like broken Python and are something else: older Python, a notebook's cell, a template. */
const older = [
  /^[ \t]*print[ \t]+[^(=\s]/m,
  /^[ \t]*print[ \t]*>>/m,
  /^[ \t]*exec[ \t]+[^(=\s]/m,
  /^[ \t]*except[ \t]+[\w.]+[ \t]*,[ \t]*\w+[ \t]*:/m,
  /^[ \t]*except[ \t]*\([^()\n]{1,200}\)[ \t]*,[ \t]*\w+[ \t]*:/m,
  /^[ \t]*raise[ \t]+[\w.]+[ \t]*,/m,
  /\bur["']/,
  /<>/,
  /(?<![\w.])0[0-7]+L?\b/,
]
const notebook = /^[ \t]*[%!]\w|^# Databricks notebook|^[ \t]*get_ipython\(/m
const template = /\{%|\{\{\s?[\w.]{1,80}\s?\}\}|<%|<<<<<<<|^\$\{|__[A-Z]{2,40}__[ \t]*$/m

/** True when a parser of Python 3 is no judge of this text. */
export function isOtherPython(text: string): boolean {
  return notebook.test(text) || template.test(text) || older.some((sign) => sign.test(text))
}
