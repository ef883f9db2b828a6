token = secrets.token_urlsafe(32)  # RIGHT
delay = random.randint(1, 5)  # RIGHT
color = random.choice(colors)  # RIGHT


def shuffle_tokens(tokens):
    return tokens  # RIGHT: uses no random.choice
