<?php
$db->prepare('SELECT id FROM users WHERE name = ?')->execute([$name]); // RIGHT
$db->query("SELECT COUNT(*) FROM $table WHERE seen = 1"); // RIGHT
$db->query('SELECT id FROM users WHERE id = ' . (int) $_GET['id']); // RIGHT
$db->query("SELECT id FROM users WHERE name = '" . $db->real_escape_string($name) . "'"); // RIGHT
$engine->query("find name = '$name'"); // RIGHT
