/** What incidents left to be done and nobody has done in time: looked at every Monday and on the first of the month. */
import { type Check, counted, firstRows, nothingKnown } from '../section.ts'

const rowsMax = 25

export const followUpsOverdue: Check = {
  id: 'follow-ups',
  title: 'Follow-ups of incidents whose day has passed',
  async look({ facts, now }) {
    const overdue = await facts.overdueFollowUps(now)
    if (!overdue.isKnown) return nothingKnown(overdue.why)
    if (overdue.value.length === 0) return { verdict: 'good', found: ['None is late.'] }
    const owners = [...new Set(overdue.value.map(({ owner }) => owner ?? 'nobody'))]
    return {
      verdict: 'attention',
      found: [
        `${counted(overdue.value.length, 'follow-up')} late, of ${owners.join(', ')}: do it and say so with "autogen-bot incident follow-up ID --done NUMBER".`,
      ],
      table: {
        head: ['was due', 'incident', 'number', 'what', 'owner'],
        rows: firstRows(
          overdue.value.map(({ due, incident, number, text, owner }) => [
            due,
            String(incident),
            String(number),
            text,
            owner ?? '',
          ]),
          rowsMax,
        ),
      },
    }
  },
}
