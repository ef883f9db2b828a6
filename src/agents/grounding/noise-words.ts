/**
 * Words by which a remark without substance is told from a finding. Data: each list is tried on good and bad examples in
 * the tests. English alone; what is written in another language passes.
 */

/** What sets it off. */
export const triggers =
  /\b(?:if|when|whenever|once|unless|while|after|before|because|since|for an?|on an?|with an?|given|without|every|each time|until|as soon as|concurrent(?:ly)?|twice)\b/i

/** What then goes wrong. Forms that are used of defects, not of wishes. */
export const consequences =
  /\b(?:crash(?:es|ed|ing)?|throws?|thrown|raises?|panics?|segfaults?|hangs?|blocks? (?:forever|the)|deadlocks?|leaks?|leaked|overflows?|underflows?|rac(?:e|es|y)|injection|injects?|wrong|incorrect(?:ly)?|never|always (?:true|false|returns?|fails?)|infinite(?:ly)?|unbounded|exhausts?|bypass(?:es|ed)?|corrupt(?:s|ed|ion)?|los(?:es?|t|ing)|drops?|dropped|skips?|skipped|swallow(?:s|ed)|ignored|ignores|exposed?|exposes|divi(?:des|sion) by zero|off[- ]by[- ]one|out of (?:bounds|range|memory)|unescaped|unsanitized|unsanitised|unauthenticated|unauthorized|unauthorised|attackers?|stale|duplicate[sd]?|double|truncat(?:es|ed)|nil|null|none|undefined|nan|typeerror|attributeerror|keyerror|nullpointer\w*|exception|fails?|failed|breaks?|broken|mismatch(?:es)?|inverted|reversed|unreachable|uninitiali[sz]ed|dangling|use[- ]after[- ]free|rejects?|unhandled|still (?:holds?|runs?|uses?|refers?|points?)|no longer|rejected|missing (?:await|return|break|check|call|argument)|not awaited|quadratic|n\+1|o\(n|traversal|xss|ssrf|csrf|redos|hard-?coded|plain ?text|world-writable|timing attack|arbitrary|untrusted|forged?|spoof(?:s|ed)?|escapes?|privilege|two requests|removes? the|shadows?|overwrit(?:es|ten)|silently|instead of)\b/i

/** A place or value of the code itself: a name with a sign in it, a call, something quoted. */
export const concrete =
  /`[^`]+`|\b\w+\(\)?|\b[a-z]+(?:_[a-z0-9]+)+\b|\b[a-z]+[A-Z]\w*\b|\b\w+\.\w+\b|"[^"]+"|'[^']+'|\b\d+\b/

export const praise =
  /^\W{0,5}(?:(?:great|good|nice|excellent|awesome|clean|solid|clear|neat)\s+(?:job|work|catch|use|usage|practice|choice|idea|call|stuff|structure|refactor\w*|change|improvement|addition|abstraction|separation|touch|naming|approach)|well[- ](?:done|structured|written|tested|thought|named)|lgtm|looks (?:good|great)|love (?:this|the|how)|kudos|thanks?|thank you)\b/i

export const restating =
  /^\W{0,5}(?:this|the|these|here)?\s?(?:change|changes|commit|pull request|pr|diff|patch|function|method|code|line|lines|class|file|new code)?\s?(?:now )?(?:adds?|added|introduces?|introduced|renames?|renamed|updates?|updated|implements?|implemented|refactors?|refactored|moves?|moved|modifies|modified)\b/i

export const vague =
  /\b(?:consider|(?:might|may) (?:want|wish) to|you (?:could|should)|ensure|make sure|would be (?:better|good|nice|helpful|safer|cleaner)|is (?:recommended|advisable|good practice|best practice)|best practices?|could be (?:improved|simplified|cleaner|better)|can be (?:improved|simplified)|double[- ]check|verify (?:that|whether|if)|be (?:aware|careful)|worth (?:checking|considering)|for (?:clarity|readability|maintainability|consistency)|more (?:readable|robust|maintainable|descriptive)|potential(?:ly)? (?:issue|problem|concern)s?)\b/i

export const testWish =
  /\b(?:add|write|include|need|needs|lacks?|missing|no|without|should have|increase|improve|extend)\b.{0,40}\b(?:(?:unit|integration|regression|automated|more|any|corresponding)\s+)*(?:tests?|test (?:coverage|cases?))\b/i

/** What a formatter, a linter or taste decides. */
export const style =
  /\b(?:indent(?:ation|ed)?|trailing (?:whitespace|comma|space)s?|line (?:length|is too long)|too long lines?|formatting|naming convention|camel ?case|snake_case|pascal ?case|semicolons?|quote style|single quotes|double quotes|blank lines?|import order(?:ing)?|sort(?:ed)? imports|typos?|spelling|docstrings?|jsdoc|add (?:an? )?(?:comment|documentation|type (?:hint|annotation))s?|(?:missing|lacks?) (?:an? )?(?:comment|documentation|type (?:hint|annotation))s?|magic numbers?|variable names?|rename (?:this|the) variable|descriptive names?|unused (?:variable|import)s?)\b/i
