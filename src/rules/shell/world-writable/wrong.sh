chmod -R 777 /var/lib/app # WRONG
chmod 0666 "$log" # WRONG
chmod a+w queue # WRONG
chmod o=rwx queue # WRONG
