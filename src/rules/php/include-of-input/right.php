<?php
include 'pages/' . ($pages[$_GET['page']] ?? 'home') . '.php'; // RIGHT
include 'pages/' . basename($_GET['page']) . '.php'; // RIGHT
require_once __DIR__ . '/' . $module . '.php'; // RIGHT
