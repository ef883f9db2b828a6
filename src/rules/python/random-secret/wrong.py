token = "".join(random.choices(letters, k=32))  # WRONG
user.session_id = str(random.randint(0, 9999))  # WRONG


def make_password(length):
    return "".join(random.choice(letters) for _ in range(length))  # WRONG
