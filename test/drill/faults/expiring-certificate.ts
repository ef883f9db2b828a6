import { certificateOfDays } from '../certificate.ts'
import type { Fault } from '../fault.ts'

export const expiringCertificate: Fault = {
  name: 'expiring certificate',
  alert: 'CertificateExpiring',
  severity: 'P3',
  consequences: [],
  inject: async ({ certificateFile }) => certificateOfDays(certificateFile, 5),
  mend: async ({ certificateFile }) => certificateOfDays(certificateFile, 90),
}
