/**
 * The shape that each step's answer has to have. It is a part of what providers cache, so each of the two has one shape for
 * all of its steps; lists that a step does not ask for are not read.
 */
import { answerFormat } from './answer-format.ts'
import { AnswerAnswer, ChallengeAnswer, CoderAnswer, ProposeAnswer, SettleAnswer } from './answers.ts'

const coder = answerFormat('coder', CoderAnswer)
const reviewer = answerFormat('reviewer', ChallengeAnswer)

export const stepFormats = {
  propose: { ...coder, parse: answerFormat('coder', ProposeAnswer).parse },
  challenge: reviewer,
  answer: { ...coder, parse: answerFormat('coder', AnswerAnswer).parse },
  settle: { ...reviewer, parse: answerFormat('reviewer', SettleAnswer).parse },
}
