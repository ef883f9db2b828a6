/** Where GitHub's description is wrong about GitHub. Each entry says what GitHub really does. */
export interface ErrorOfDescription {
  readonly operation: RegExp
  /** JSON pointer into the answer. */
  readonly place: RegExp
  readonly keyword: string
  readonly why: string
}

export const errorsOfDescription: readonly ErrorOfDescription[] = [
  {
    operation: /^GET \/app\/installations 200$/,
    place: /^\/\d+\/account$/,
    keyword: 'required',
    why: 'The account is written as a user and an enterprise at once; it is one of them, as for a single installation.',
  },
  {
    operation: /^GET .*\/pulls\/(\{pull_number\}\/)?comments(\/\{comment_id\})? 200$/,
    place: /\/(line|position)$/,
    keyword: 'type',
    why: 'A comment whose line has left the diff has neither line nor position: both are null.',
  },
]
