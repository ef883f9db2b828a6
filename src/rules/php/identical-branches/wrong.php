<?php
$price = $member ? $full : $full; // WRONG
if ($urgent) { send($all); } else { send($all); } // WRONG
if ($late) send($all); else send($all); // WRONG
