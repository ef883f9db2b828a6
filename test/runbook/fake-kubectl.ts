/** Knows the words of the commands and what they need; answers what a cluster might. */
export const fakeKubectl = `#!/bin/sh
all="$*"
need() { case "$all" in *"$1"*) ;; *) echo "misses $1: $all" >&2; exit 64 ;; esac; }
case "$1 $2" in
  "apply -f") need "-f /backup/configs/latest/"; exit 0 ;;
esac
need "-n autogen-bot"
case "$1" in
  get) need "get pods"; echo "NAME READY STATUS RESTARTS AGE" ;;
  top) need "top pods"; echo "NAME CPU MEMORY" ;;
  logs) need "deployment/autogen-bot"; echo '{"rate.limit":{},"msg":"API rate limit exceeded"}'; echo '{"processing_time":1}' ;;
  exec) need " -- ps aux"; echo "USER PID" ;;
  scale) need "--replicas="; echo scaled ;;
  rollout) case "$2" in restart|undo|status) need "deployment/autogen-bot" ;; *) exit 64 ;; esac ;;
  *) exit 64 ;;
esac
`
