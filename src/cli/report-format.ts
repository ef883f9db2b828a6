export const reportFormats = ['text', 'json', 'markdown', 'sarif'] as const
export type ReportFormat = (typeof reportFormats)[number]
