/** Tools that a model may call: all of them only read, through the snapshot, within bounds. */
import type { ToolCall, ToolDescription, ToolResult } from '../../ports/model/model.ts'

export interface ToolBox {
  readonly descriptions: readonly ToolDescription[]
  /**
   * Never fails: what cannot be done is said in the result. Same call, same result: a dialogue that is resumed asks again.
   */
  run(call: ToolCall, signal: AbortSignal): Promise<ToolResult>
}
