<?php
$token = md5(uniqid()); // WRONG
$user->password = mt_rand(100000, 999999); // WRONG
$_SESSION['csrf'] = sha1(microtime() . $id); // WRONG
