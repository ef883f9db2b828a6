<?php
readfile('files/' . basename($_GET['name'])); // RIGHT
readfile($files[$_GET['name']]); // RIGHT
file_put_contents('log.txt', $_POST['note']); // RIGHT
readfile('files/' . (int) $_GET['id'] . '.pdf'); // RIGHT
