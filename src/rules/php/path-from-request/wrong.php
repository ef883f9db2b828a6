<?php
readfile('files/' . $_GET['name']); // WRONG
unlink($_POST['path']); // WRONG
$text = file_get_contents("notes/{$_REQUEST['note']}.txt"); // WRONG
