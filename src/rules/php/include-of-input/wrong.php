<?php
include 'pages/' . $_GET['page'] . '.php'; // WRONG
require_once $_POST['module']; // WRONG
require("lang/{$_COOKIE['lang']}.php"); // WRONG
