sshpass -f /run/secrets/password ssh example.com # RIGHT
curl -u "deploy:$PASSWORD" https://example.com/upload # RIGHT
mysqldump -u app -p app > app.sql # RIGHT
PGPASSWORD=$(cat password) psql app # RIGHT
mkdir -p k3yb0ard # RIGHT
