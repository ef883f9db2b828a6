/** Values of indicators as people read them. */

import type { Kpi, KpiTarget, KpiUnit } from './kpi.ts'
import { budgetMs } from './uptime-kpis.ts'

/** @param availability the objective: what the error budget is a share of */
export function kpiText(value: number, unit: KpiUnit, availability: number): string {
  switch (unit) {
    case 'share':
      return percent(value)
    case 'seconds':
      return seconds(value)
    case 'per second':
      return `${figures(value)} /s`
    case 'bytes per second':
      return bytes(value)
    case 'jobs':
      return String(Math.round(value))
    case 'dollars':
      return `$${value < 0.01 ? figures(value) : value.toFixed(2)}`
    case 'tokens':
      return Math.round(value).toLocaleString('en-US')
    case 'error budget': {
      const minutes = budgetMs({ availability }) / 60_000
      return `${percent(value)}: ${(value * minutes).toFixed(1)} of ${minutes.toFixed(1)} min`
    }
  }
}

export function targetText({ target, unit }: Pick<Kpi, 'target' | 'unit'>): string | null {
  if (target === null) return null
  return `${signs[target.operator]} ${unit === 'error budget' ? percent(target.value) : kpiText(target.value, unit, 0)}`
}

const signs: Readonly<Record<KpiTarget['operator'], string>> = { '<': '<', '<=': '≤', '>': '>', '>=': '≥' }

/** As many digits as tell 99.9 % from all. */
function percent(share: number): string {
  const digits = share !== 1 && Math.abs(1 - share) < 0.01 ? 3 : 2
  return `${Number((share * 100).toFixed(digits))} %`
}

function seconds(value: number): string {
  if (value === 0) return '0 s'
  if (value < 1) return `${Number((value * 1_000).toPrecision(3))} ms`
  if (value < 120) return `${figures(value)} s`
  if (value < 7_200) return `${figures(value / 60)} min`
  return value < 172_800 ? `${figures(value / 3_600)} h` : `${figures(value / 86_400)} d`
}

function bytes(value: number): string {
  if (value < 1_000) return `${figures(value)} B/s`
  if (value < 1_000_000) return `${figures(value / 1_000)} kB/s`
  return `${figures(value / 1_000_000)} MB/s`
}

function figures(value: number): string {
  return String(Number(value.toPrecision(3)))
}
