<?php
$stored = password_hash($password, PASSWORD_DEFAULT); // RIGHT
$etag = md5($body); // RIGHT
$key = sha1($password_file); // RIGHT
$mac = hash_hmac('sha256', $body, $key); // RIGHT
