<?php
eval('return ' . $formula . ';'); // WRONG
eval($_POST['code']); // WRONG
call_user_func($_GET['action'], $id); // WRONG
$add = create_function('$a', "return \$a + $n;"); // WRONG
