fn publish(path: &Path) {
    fs::set_permissions(path, Permissions::from_mode(0o755)); // RIGHT
    permissions.set_mode(0o1777); // RIGHT
    permissions.set_mode(0o640); // RIGHT
    OpenOptions::new().mode(0o666).open(path); // RIGHT
}
