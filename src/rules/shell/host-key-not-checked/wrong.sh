ssh -o StrictHostKeyChecking=no deploy@example.com restart # WRONG
scp -oStrictHostKeyChecking=no app.tar deploy@example.com: # WRONG
rsync -e "ssh -o StrictHostKeyChecking=no" site/ example.com:/srv # WRONG
