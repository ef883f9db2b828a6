<?php
header('Location: /account'); // RIGHT
header('Location: /user/' . $_GET['id']); // RIGHT
header('Location: ' . checked($_GET['next'])); // RIGHT
