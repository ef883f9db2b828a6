<?php
echo $_GET['name']; // WRONG
echo 'Hello ' . $_GET['name'] . '!'; // WRONG
print "Hello {$_POST['name']}"; // WRONG
echo $_COOKIE['theme'] ?? 'light'; // WRONG
?>
<input value="<?= $_REQUEST['q'] ?>"><!-- WRONG -->
