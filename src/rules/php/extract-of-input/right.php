<?php
extract($row); // RIGHT
extract($_GET, EXTR_SKIP); // RIGHT
parse_str($_SERVER['QUERY_STRING'], $query); // RIGHT
