/**
 * The sentence of an alert, with its figures: filled in by us, and as a template that Prometheus fills in to the same
 * words. What the runbook shows and what a phone shows must not differ by who evaluated it.
 */
import type { AlertRule } from './alert-rule.ts'

const valueTemplates: Readonly<Record<string, string>> = {
  percent: '{{ $value | humanizePercentage }}',
  number: '{{ printf "%.0f" $value }}',
  seconds: '{{ printf "%.1f" $value }} s',
  duration: '{{ $value | humanizeDuration }}',
}

export function summaryTemplate({ summary }: Pick<AlertRule, 'summary'>): string {
  return summary.replaceAll(
    /\{(\w+)\}/g,
    (_, name: string) => valueTemplates[name] ?? `{{ $labels.${name} }}`,
  )
}

export function summaryOf(
  { summary }: Pick<AlertRule, 'summary'>,
  labels: Readonly<Record<string, string>>,
  value: number,
): string {
  return summary.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    switch (name) {
      case 'percent':
        return `${fourDigits(value * 100)}%`
      case 'number':
        return plain(value, 0)
      case 'seconds':
        return `${plain(value, 1)} s`
      case 'duration':
        return durationText(value)
      default:
        return labels[name] ?? ''
    }
  })
}

/** C's `%.4g`, for what people read: no exponents between a ten-thousandth and ten thousand. */
function fourDigits(value: number): string {
  if (!Number.isFinite(value)) return special(value)
  if (value === 0) return '0'
  const [digits = '', power = '0'] = value.toExponential(3).split('e')
  const exponent = Number(power)
  if (exponent >= -4 && exponent < 4) return withoutEndZeros(value.toFixed(3 - exponent))
  const sign = exponent < 0 ? '-' : '+'
  return `${withoutEndZeros(digits)}e${sign}${String(Math.abs(exponent)).padStart(2, '0')}`
}

function withoutEndZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text
}

function plain(value: number, digits: number): string {
  return Number.isFinite(value) ? value.toFixed(digits) : special(value)
}

function special(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  return value > 0 ? '+Inf' : '-Inf'
}

function durationText(value: number): string {
  if (!Number.isFinite(value)) return special(value)
  if (Math.abs(value) < 60) return `${fourDigits(value)}s`
  const sign = value < 0 ? '-' : ''
  const whole = Math.trunc(Math.abs(value))
  const [days, hours, minutes, seconds] = [
    Math.floor(whole / 86_400),
    Math.floor(whole / 3_600) % 24,
    Math.floor(whole / 60) % 60,
    whole % 60,
  ]
  if (days > 0) return `${sign}${days}d ${hours}h ${minutes}m ${seconds}s`
  if (hours > 0) return `${sign}${hours}h ${minutes}m ${seconds}s`
  return `${sign}${minutes}m ${seconds}s`
}
