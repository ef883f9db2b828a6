<?php
shell_exec('convert ' . escapeshellarg($file) . ' out.png'); // RIGHT
system('uptime'); // RIGHT
passthru("kill -TERM $pid"); // RIGHT
exec('sleep ' . (int) $_GET['s']); // RIGHT
$pdo->exec("SET NAMES $charset"); // RIGHT
