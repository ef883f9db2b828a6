chmod -R u=rwX,g=rX,o= /var/lib/app # RIGHT
chmod 1777 /var/spool/app # RIGHT
chmod 755 777 # RIGHT
chmod a+x run.sh # RIGHT
chmod go-w queue # RIGHT
