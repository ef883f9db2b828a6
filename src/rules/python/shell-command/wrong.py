def clone(url):
    os.system("git clone " + url)  # WRONG
    subprocess.run(f"git clone {url}", shell=True)  # WRONG
    subprocess.check_output("ls %s | wc -l" % url, shell=True)  # WRONG
    os.popen("tar xf {}".format(url))  # WRONG
