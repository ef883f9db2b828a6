<?php
if ($state = 'done') { close(); } // WRONG
if ($admin = true) { open(); } // WRONG
while ($left = 0) { step(); } // WRONG
