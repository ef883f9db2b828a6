<?php
eval('return 1 + 1;'); // RIGHT
assert($count > 0); // RIGHT
call_user_func($callback, $_GET['id']); // RIGHT
$script->eval($source); // RIGHT
