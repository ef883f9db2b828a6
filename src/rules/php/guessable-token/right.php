<?php
$token = bin2hex(random_bytes(32)); // RIGHT
$otp = random_int(100000, 999999); // RIGHT
$id = uniqid(); // RIGHT
$started = microtime(true); // RIGHT
