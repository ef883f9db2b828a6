/** Which requests a rate or a time is about, as selectors of PromQL; of the route labels of `autogen_http_*`. */

/** Probes, of supervisors and our own, come often and cost nothing: they would dilute every rate. */
export const withoutProbes = 'route!~"/(health|ready|live|probe)"'
/** An answer that waits for commands of the runbook takes as long as they do. */
export const ofOurTime = 'route!~"/(health|ready|live|probe|api/steps)"'
