/** Texts that look like broken Python and are something else: older Python, a notebook, a template, coloured output. */
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

/** What a terminal was told, kept in a file. */
const recording = /\u001b\[[\d;]*m/

/** True when a parser of Python 3 is no judge of this text. */
export function isOtherPython(text: string): boolean {
  return (
    [notebook, template, recording].some((sign) => sign.test(text)) || older.some((sign) => sign.test(text))
  )
}
