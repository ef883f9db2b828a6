<?php
$cart = json_decode($_COOKIE['cart'], true); // RIGHT
$state = unserialize($_POST['state'], ['allowed_classes' => false]); // RIGHT
$cached = unserialize(file_get_contents($cacheFile)); // RIGHT
