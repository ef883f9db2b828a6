<?php
echo htmlspecialchars($_GET['name']); // RIGHT
echo 'Page ' . (int) $_GET['page']; // RIGHT
echo $titles[$_GET['page']]; // RIGHT
echo isset($_GET['q']) ? 'found' : 'none'; // RIGHT
$name = $_GET['name']; // RIGHT
?>
