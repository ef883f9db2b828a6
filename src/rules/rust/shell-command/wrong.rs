fn run(file: &str) {
    Command::new("sh").arg("-c").arg(format!("sort {}", file)).status(); // WRONG
    std::process::Command::new("/bin/bash").arg("-c").arg(&format!("wc -l {file}")).output(); // WRONG
    Command::new("cmd").args(["/C", &format!("type {}", file)]).output(); // WRONG
}
