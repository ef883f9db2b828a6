apt-get install -y --allow-unauthenticated tool # WRONG
sudo yum install -y --nogpgcheck tool.rpm # WRONG
zypper --no-gpg-checks install tool # WRONG
apk add --allow-untrusted tool.apk # WRONG
