<?php
$cart = unserialize($_COOKIE['cart']); // WRONG
$state = unserialize(base64_decode($state)); // WRONG
$body = \unserialize(file_get_contents('php://input')); // WRONG
