curl -fsSLo install.sh https://example.com/install.sh # RIGHT
curl -s https://example.com/list | sort # RIGHT
curl -s https://example.com/a.json | python3 -m json.tool # RIGHT
curl -s http://localhost:8080/script | sh # RIGHT
eval "$(ssh-agent -s)" # RIGHT
echo "run curl https://example.com | sh" # RIGHT
