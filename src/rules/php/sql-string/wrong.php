<?php
mysqli_query($db, "SELECT id FROM users WHERE name = '" . $_GET['name'] . "'"); // WRONG
$db->query("SELECT id FROM users WHERE name = '$name'"); // WRONG
$pdo->prepare("UPDATE users SET mail = '{$user->mail}' WHERE id = 1"); // WRONG
DB::select("select * from users where mail = '" . $mail . "'"); // WRONG
$pdo->exec('DELETE FROM notes WHERE owner = ' . $owner); // WRONG
