/**
 * What code can do to the world around it. A suggestion that brings in one of these, where nothing in the change used it,
 * is more likely what a text in the change asked for than the mending of a defect.
 */
const powers: readonly RegExp[] = [
  /\bchild_process\b|\bexec(?:Sync|File|FileSync)\b|\bspawn(?:Sync)?\s*\(/,
  /\beval\s*\(|\bnew\s+Function\s*\(|\bvm\.run\w*/,
  /\bos\.(?:system|popen|exec\w*)\b|\bsubprocess\b|\bpty\.spawn\b/,
  /\b(?:shell_exec|passthru|proc_open|popen)\s*\(/,
  /\bRuntime\.getRuntime\b|\bProcessBuilder\b|\bProcess\.Start\b/,
  /\bos\/exec\b|\bexec\.Command\b|\bsyscall\.Exec\b|\bstd::process\b|\bCommand::new\b/,
  /\b(?:curl|wget|nc|ncat)\b.{0,200}[|>]|\|\s{0,5}(?:ba|z|da)?sh\b|\/dev\/tcp\//,
  /\b(?:marshal|pickle|yaml)\.(?:loads?|unsafe_load)\b|\bunserialize\s*\(/,
  /\bprocess\.env\b|\bos\.environ\b|\bos\.Getenv\b|\bgetenv\s*\(/,
  /\b(?:atob|b64decode|fromCharCode|unhexlify)\b/,
]

/** Whether a text brings in a power that none of the others has. */
export function bringsPower(text: string, others: readonly string[]): boolean {
  return powers.some((power) => power.test(text) && !others.some((other) => power.test(other)))
}
