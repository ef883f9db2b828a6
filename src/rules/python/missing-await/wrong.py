async def save(name):
    await store(name)


async def close():
    save("a")  # WRONG
    asyncio.sleep(1)  # WRONG


class Pool:
    async def flush(self):
        await self.write()

    async def close(self):
        self.flush()  # WRONG
