<?php
if (hash_equals($stored, md5($token))) { enter(); } // RIGHT
if (md5($a) === md5($b)) { enter(); } // RIGHT
if (strlen(md5($a)) == 32) { enter(); } // RIGHT
