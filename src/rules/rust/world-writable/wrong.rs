fn publish(path: &Path) {
    fs::set_permissions(path, Permissions::from_mode(0o777)); // WRONG
    permissions.set_mode(0o666); // WRONG
    permissions.set_mode(0o0772); // WRONG
}
