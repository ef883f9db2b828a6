/** What language models cost, by review. */
import type { Kpi, SeriesKpi } from './kpi.ts'

const notAsked = 'No language model was asked in this window, or no review was published.'
const increase = (series: string, window: string) => `sum(increase(${series}[${window}]))`
const reviews = 'autogen_reviews_total{outcome="published"}'
const answered = 'autogen_model_calls_total{outcome="answered"}'
const remembered = 'autogen_model_answers_remembered_total'

export const modelKpis: readonly Kpi[] = [
  {
    id: 'cost-per-review',
    requirements: [],
    title: 'Cost per review',
    unit: 'dollars',
    measured: 'What language models cost, by published review; answers to questions are in it.',
    target: null,
    isMoreBetter: false,
    // A sum that leaves somebody out is worse than none.
    source: perReview('autogen_model_cost_dollars_total', 'autogen_model_unpriced_calls_total'),
    silence: `${notAsked} Or one was asked whose price is not known: give it in models.prices.`,
  },
  {
    id: 'tokens-per-review',
    requirements: [],
    title: 'Tokens per review',
    unit: 'tokens',
    measured: 'Tokens that language models read and wrote, by published review.',
    target: null,
    isMoreBetter: false,
    source: perReview('autogen_model_tokens_total', null),
    silence: notAsked,
  },
  {
    id: 'answers-remembered',
    requirements: [],
    title: 'Answers remembered',
    unit: 'share',
    measured: 'Share of the answers of language models that were remembered and not paid for again.',
    target: null,
    isMoreBetter: true,
    source: {
      kind: 'series',
      windowMs: null,
      promql: (window) =>
        `${increase(remembered, window)}
  / (${increase(remembered, window)} + ${increase(answered, window)})`,
      parts: null,
    },
    silence: 'No language model answered in this window.',
  },
]

/**
 * Where no model is asked a review costs not nothing: there is nothing to tell.
 *
 * @param spoiler a series that must not have risen
 */
function perReview(series: string, spoiler: string | null): SeriesKpi {
  return {
    kind: 'series',
    windowMs: null,
    promql: (window) =>
      `${increase(series, window)} / ${increase(reviews, window)}
  and ${increase('autogen_model_calls_total', window)} > 0${
    spoiler === null ? '' : `\n  unless ${increase(spoiler, window)} > 0`
  }`,
    parts: null,
  }
}
