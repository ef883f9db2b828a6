<?php
header('Location: ' . $_GET['next']); // WRONG
header("Location: {$_POST['url']}"); // WRONG
