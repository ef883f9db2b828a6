/** For who has nobody to tell. */
import type { Log } from './log.ts'

export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {}, child: () => silentLog }
