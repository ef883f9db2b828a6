<?php
shell_exec('convert ' . $file . ' out.png'); // WRONG
system("ping -c 1 $host"); // WRONG
passthru($_GET['cmd']); // WRONG
$size = `du -s $path`; // WRONG
exec("tar xf {$upload['tmp_name']}", $lines); // WRONG
