package run

func start(url, line string) {
	exec.Command("git", "clone", "--", url) // RIGHT
	exec.Command("sh", "-c", "git "+"status") // RIGHT
	exec.Command("sh", "-c", line) // RIGHT
	exec.Command("git", "-c", "core.editor="+editor, "commit") // RIGHT
}
