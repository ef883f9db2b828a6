<?php
if ($state === 'done') { close(); } // RIGHT
while ($row = $result->fetch()) { step(); } // RIGHT
if (($found = find($id)) === null) { open(); } // RIGHT
