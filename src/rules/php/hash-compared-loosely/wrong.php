<?php
if (md5($token) == $stored) { enter(); } // WRONG
if ($signature != hash_hmac('sha256', $body, $key)) { leave(); } // WRONG
$same = $row['digest'] == sha1($text); // WRONG
