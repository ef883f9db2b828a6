apt-get install -y tool # RIGHT
rpm --import RPM-GPG-KEY && yum install -y tool.rpm # RIGHT
echo "yum --nogpgcheck is not allowed" # RIGHT
