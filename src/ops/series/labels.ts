/** What tells one series from another: names and values; the metric's own name is the label `__name__`. */
export type LabelSet = Readonly<Record<string, string>>

export const metricName = '__name__'

/** The same for the same labels, whatever their order. A label without a value is one that is not there. */
export function labelKey(labels: LabelSet): string {
  let key = ''
  for (const name of Object.keys(labels).sort()) {
    if (labels[name] !== '') key += `${name}\u0000${labels[name]}\u0001`
  }
  return key
}

export function keepLabels(labels: LabelSet, names: readonly string[]): LabelSet {
  return Object.fromEntries(names.flatMap((name) => (labels[name] ? [[name, labels[name]]] : [])))
}

export function dropLabels(labels: LabelSet, names: readonly string[]): LabelSet {
  return Object.fromEntries(Object.entries(labels).filter(([name]) => !names.includes(name)))
}

export function dropName(labels: LabelSet): LabelSet {
  const { [metricName]: _, ...rest } = labels
  return rest
}
