def clone(url, line):
    subprocess.run(["git", "clone", "--", url])  # RIGHT
    subprocess.run(f"git clone {shlex.quote(url)}", shell=True)  # RIGHT
    os.system(f"{EDITOR} notes.txt")  # RIGHT
    subprocess.run(f"git clone {url}".split())  # RIGHT
    os.system(line)  # RIGHT
