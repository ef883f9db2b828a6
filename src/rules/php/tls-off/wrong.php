<?php
curl_setopt($curl, CURLOPT_SSL_VERIFYPEER, false); // WRONG
curl_setopt($curl, CURLOPT_SSL_VERIFYHOST, 0); // WRONG
curl_setopt_array($curl, [CURLOPT_SSL_VERIFYPEER => false]); // WRONG
stream_context_create(['ssl' => ['verify_peer' => false]]); // WRONG
new Client(['verify' => false]); // WRONG
