/** What is looked at every morning: is it well, what failed, were the pages worth waking up for, is it backed up. */
import { type Check, counted, dateText, firstRows, lengthText, nothingKnown, timeText } from '../section.ts'

const dayMs = 86_400_000
const rowsMax = 20
const flapsMin = 3

export const healthAndKpis: Check = {
  id: 'health',
  title: 'Health and indicators of the last 24 hours',
  async look({ facts }) {
    const kpis = await facts.kpis(dayMs)
    if (!kpis.isKnown) return nothingKnown(kpis.why)
    const missed = kpis.value.filter(({ verdict }) => verdict === 'missed')
    const measured = kpis.value.filter(({ verdict }) => verdict !== 'unknown')
    if (measured.length === 0) return nothingKnown('Nothing was measured in the last 24 hours.')
    return {
      verdict: missed.length > 0 ? 'attention' : 'good',
      found: [
        missed.length === 0
          ? `All ${measured.length} indicators with figures met their targets.`
          : `${counted(missed.length, 'indicator')} missed the target: ${missed.map(({ name }) => name).join(', ')}.`,
      ],
      table: {
        head: ['indicator', 'value', 'target', 'verdict'],
        rows: kpis.value.map(({ name, text, target, verdict }) => [name, text, target ?? '', verdict]),
      },
    }
  },
}

export const errorsByCause: Check = {
  id: 'errors',
  title: 'Failures of the last 24 hours by cause',
  async look({ facts, now }) {
    const failures = await facts.failures(now - dayMs)
    if (!failures.isKnown) return nothingKnown(failures.why)
    const { causes, logsFrom } = failures.value
    const reach =
      logsFrom === null
        ? []
        : [
            `The logs reach back to ${timeText(logsFrom)} only, ${lengthText(now - logsFrom)}: errors from before are not counted.`,
          ]
    const total = causes.reduce((sum, { count }) => sum + count, 0)
    if (total === 0) return { verdict: 'good', found: ['Nothing failed.', ...reach] }
    return {
      verdict: 'attention',
      found: [
        `${counted(total, 'failure')} for ${counted(causes.length, 'cause')}. "autogen-bot queue retry --all" begins dead jobs again once their cause is gone.`,
        ...reach,
      ],
      table: {
        head: ['what', 'cause', 'count'],
        rows: firstRows(
          causes.map(({ kind, cause, count }) => [kind, cause, String(count)]),
          rowsMax,
        ),
      },
    }
  },
}

export const alertNoise: Check = {
  id: 'alerts',
  title: 'Alerts of the last 24 hours, and which of them were noise',
  async look({ facts, now }) {
    const alerts = await facts.alerts(now - dayMs)
    if (!alerts.isKnown) return nothingKnown(alerts.why)
    if (alerts.value.length === 0) return { verdict: 'good', found: ['No alert fired.'] }
    const pages = alerts.value.filter(({ severity }) => severity !== 'P3')
    const atNight = pages.filter(({ firedAt }) => !facts.isBusinessHour(firedAt))
    const names = [...new Set(alerts.value.map(({ alert }) => alert))]
    const byName = names.map((name) => {
      const own = alerts.value.filter(({ alert }) => alert === name)
      const lengths = own.flatMap(({ firedAt, endedAt }) => (endedAt === null ? [] : [endedAt - firedAt]))
      return { name, own, shortest: lengths.length === 0 ? null : Math.min(...lengths) }
    })
    const flapping = byName.filter(({ own }) => own.length >= flapsMin)
    return {
      verdict: flapping.length > 0 || atNight.length > 0 ? 'attention' : 'good',
      found: [
        `${counted(alerts.value.length, 'alert')} fired, ${counted(pages.length, 'page')} among them, ${atNight.length} out of business hours.`,
        ...flapping.map(
          ({ name, own }) =>
            `${name} fired ${own.length} times: mend its cause, or let it wait longer before it speaks.`,
        ),
      ],
      table: {
        head: ['alert', 'severity', 'times', 'shortest', 'fires now'],
        rows: byName
          .sort((one, other) => other.own.length - one.own.length)
          .map(({ name, own, shortest }) => [
            name,
            own[0]?.severity ?? '',
            String(own.length),
            shortest === null ? '' : lengthText(shortest),
            own.some(({ endedAt }) => endedAt === null) ? 'yes' : 'no',
          ]),
      },
    }
  },
}

export const backupStatus: Check = {
  id: 'backups',
  title: 'Backups',
  async look({ facts, now }) {
    const backups = await facts.backups()
    if (!backups.isKnown) return nothingKnown(backups.why)
    if (backups.value.length === 0)
      return {
        verdict: 'attention',
        found: [
          'No backup has reported: let the job that makes it call "autogen-bot backup record", see the page of BackupMissed.',
        ],
      }
    const wrong = backups.value.filter(
      ({ isOk, lastSuccessAt, intervalMs }) =>
        !isOk || lastSuccessAt === null || (intervalMs !== null && now - lastSuccessAt > 1.5 * intervalMs),
    )
    return {
      verdict: wrong.length > 0 ? 'attention' : 'good',
      found: [
        wrong.length === 0
          ? `Every backup is as new as it should be (${backups.value.length}).`
          : `Late or failed: ${wrong.map(({ name }) => name).join(', ')}. See the page of BackupFailed.`,
      ],
      table: {
        head: ['backup', 'last one', 'age', 'well'],
        rows: backups.value.map(({ name, lastSuccessAt, isOk }) => [
          name,
          lastSuccessAt === null ? 'never' : dateText(lastSuccessAt),
          lastSuccessAt === null ? '' : lengthText(now - lastSuccessAt),
          isOk ? 'yes' : 'no',
        ]),
      },
    }
  },
}

const certificateDaysMin = 21

export const certificateDates: Check = {
  id: 'certificates',
  title: 'Certificates',
  async look({ facts, now }) {
    const certificates = await facts.certificates()
    if (!certificates.isKnown) return nothingKnown(certificates.why)
    if (certificates.value.length === 0)
      return { verdict: 'good', found: ['No certificate is watched: no address of this service uses TLS.'] }
    const daysLeft = (notAfter: number) => Math.floor((notAfter - now) / dayMs)
    const unread = certificates.value.filter(({ notAfter }) => notAfter === null)
    const read = certificates.value
      .flatMap(({ name, notAfter }) => (notAfter === null ? [] : [{ name, notAfter }]))
      .sort((one, other) => one.notAfter - other.notAfter)
    const soon = read.filter(({ notAfter }) => daysLeft(notAfter) < certificateDaysMin)
    return {
      verdict: soon.length + unread.length > 0 ? 'attention' : 'good',
      found: [
        ...(soon.length === 0
          ? []
          : [
              `Renew ${soon.map(({ name }) => name).join(', ')}: less than ${certificateDaysMin} days are left.`,
            ]),
        ...unread.map(({ name, problem }) => `${name} could not be read${problem ? `: ${problem}` : ''}.`),
        ...(soon.length > 0 || read.length === 0
          ? []
          : [`None${unread.length > 0 ? ' of the others' : ''} ends within ${certificateDaysMin} days.`]),
      ],
      table: {
        head: ['certificate', 'ends', 'days left'],
        rows: [
          ...read.map(({ name, notAfter }) => [name, dateText(notAfter), String(daysLeft(notAfter))]),
          ...unread.map(({ name }) => [name, 'not known', '']),
        ],
      },
    }
  },
}
