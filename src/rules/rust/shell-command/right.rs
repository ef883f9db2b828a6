fn run(file: &str) {
    Command::new("sort").arg(file).status(); // RIGHT
    Command::new("sh").arg("-c").arg("make clean").status(); // RIGHT
    Command::new("git").arg("-c").arg(format!("user.name={}", file)).status(); // RIGHT
    Command::new("sh").arg("-c").arg(format!("sort {}", shell_escape(file))).status(); // RIGHT
    Command::new("sh").arg(format!("{}/run.sh", file)).status(); // RIGHT
}
