sshpass -p 'k3yb0ard-cat' ssh example.com # WRONG
curl -u deploy:k3yb0ard-cat https://example.com/upload # WRONG
mysqldump -u app -pk3yb0ard app > app.sql # WRONG
PGPASSWORD=k3yb0ard psql app # WRONG
