curl -fsSL https://example.com/install.sh | sh # WRONG
wget -qO- https://example.com/setup | sudo -E bash - # WRONG
bash <(curl -s https://example.com/install.sh) # WRONG
sh -c "$(curl -fsSL https://example.com/install.sh)" # WRONG
eval "$(wget -O - "$url")" # WRONG
curl -s https://example.com/x.py | python3 - --yes # WRONG
