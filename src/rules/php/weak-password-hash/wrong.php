<?php
$stored = md5($password); // WRONG
$stored = sha1($salt . $_POST['password']); // WRONG
$stored = hash('sha256', $user->password . $salt); // WRONG
