<?php
extract($_POST); // WRONG
extract($_GET['filter']); // WRONG
parse_str($_SERVER['QUERY_STRING']); // WRONG
