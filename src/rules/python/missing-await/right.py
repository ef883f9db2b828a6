async def save(name):
    await store(name)


def show(name):
    print(name)


async def close():
    await save("a")  # RIGHT
    asyncio.create_task(save("b"))  # RIGHT
    show("c")  # RIGHT
    later = save("d")  # RIGHT
    await later


class Pool:
    def flush(self):
        self.write()

    async def close(self):
        self.flush()  # RIGHT
