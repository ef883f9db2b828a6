package run

func start(ctx context.Context, url string) {
	exec.Command("sh", "-c", "git clone "+url).Run() // WRONG
	exec.CommandContext(ctx, "/bin/bash", "-c", fmt.Sprintf("tar xf %s", url)) // WRONG
	exec.Command("cmd", "/C", "del "+opts.Path+" /q") // WRONG
}
