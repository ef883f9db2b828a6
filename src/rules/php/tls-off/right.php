<?php
curl_setopt($curl, CURLOPT_SSL_VERIFYPEER, true); // RIGHT
curl_setopt($curl, CURLOPT_SSL_VERIFYHOST, 2); // RIGHT
curl_setopt($curl, CURLOPT_SSL_VERIFYPEER, $verify); // RIGHT
new Client(['verify' => '/etc/ssl/own-ca.pem']); // RIGHT
