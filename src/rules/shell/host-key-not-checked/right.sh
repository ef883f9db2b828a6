ssh -o StrictHostKeyChecking=yes deploy@example.com restart # RIGHT
ssh -o StrictHostKeyChecking=accept-new deploy@example.com restart # RIGHT
ssh -o StrictHostKeyChecking=no -p 2222 root@localhost true # RIGHT
grep StrictHostKeyChecking=no config # RIGHT
