/** Bounds of the agents that nobody sets. */

/** Parts of one review that are argued about side by side; providers have bounds of their own. */
export const partsAtOnceMax = 4
/** Of the outlines of all repositories together. */
export const outlineBytesMax = 512 * 1_048_576
