<?php
$price = $member ? $reduced : $full; // RIGHT
if ($urgent) { send($all); } else { send($owner); } // RIGHT
if ($a) { one(); } elseif ($b) { two(); } else { one(); } // RIGHT
