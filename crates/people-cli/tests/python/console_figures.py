"""Measures the console of `people serve`: what a page costs, and what its readers cost the API.

    python3 console_figures.py PATH/TO/people [ANOTHER/people …]

Needs nothing but Python. It prints the bytes and the milliseconds (median and worst of 9) of the first page, of a list
of 25,000 contacts, and of a journal of 10,000 requests; and the median of a call of the API without and with 8 readers
of the console. With several programs each is measured, one after the other. `--contacts N --requests N` measure less.
"""

import argparse
import http.client
import json
import pathlib
import re
import shutil
import statistics
import subprocess
import tempfile
import threading
import time
import urllib.parse

TIMES = 9
READERS = 8
CALLS = 200


class Server:
    def __init__(self, binary, contacts, journal):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="people-figures-"))
        seed = self.folder / "seed.json"
        seed.write_text(json.dumps({"accounts": {"ada": {"contacts": [contact(it) for it in range(contacts)]}}}))
        arguments = ["--listen", "127.0.0.1:0", "--data", "memory", "--seed", seed, "--journal", str(journal)]
        self.process = subprocess.Popen([binary, "serve", *arguments], stdout=subprocess.PIPE, text=True)
        address = self.process.stdout.readline().split()[2]
        self.host = urllib.parse.urlsplit(address).netloc

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=60)
        self.process.stdout.close()
        shutil.rmtree(self.folder)

    def connection(self):
        return http.client.HTTPConnection(self.host, timeout=120)


def contact(number):
    return {
        "names": [{"givenName": f"Given{number % 977}", "familyName": f"Family{number}"}],
        "emailAddresses": [{"value": f"person{number}@example.com", "type": "work"}],
        "phoneNumbers": [{"value": f"+1 202 {number % 900 + 100:03} {number % 10_000:04}", "type": "mobile"}],
        "organizations": [{"name": f"Company {number % 313}"}],
    }


def get(connection, path, **headers):
    connection.request("GET", path, headers={"Accept": "text/html", **headers})
    response = connection.getresponse()
    return response.status, response.read()


def page(server, name, path):
    """Prints what a page costs, and gives its text."""
    connection, times = server.connection(), []
    for _ in range(TIMES):
        begin = time.perf_counter()
        status, body = get(connection, path)
        times.append(1000 * (time.perf_counter() - begin))
        assert status == 200, (path, status, body[:300])
    connection.close()
    print(f"{name:<34} {len(body):>8} bytes  {statistics.median(times):>8.1f} ms  {max(times):>8.1f} ms", flush=True)
    return body.decode()


def first_page(server):
    """The first page with all that a browser loads for it."""
    connection = server.connection()
    begin = time.perf_counter()
    status, body = get(connection, "/console")
    assert status == 200, body
    bodies = [body]
    for path in sorted(set(re.findall(r'(?:href|src)="(/console/assets/[^"]+)"', body.decode()))):
        bodies.append(get(connection, path)[1])
    spent = 1000 * (time.perf_counter() - begin)
    connection.close()
    print(f"{'first page, with its files':<34} {sum(map(len, bodies)):>8} bytes  {spent:>8.1f} ms", flush=True)


def last_page(server, contacts):
    """Where the middle and the last page of a list are: each page names the next one."""
    connection, path, pages = server.connection(), "/console/@ada", []
    while path:
        pages.append(path)
        text = get(connection, path)[1].decode()
        found = re.search(r'<a href="([^"]+)" rel="next"', text)
        path = found and found[1].replace("&#38;", "&").replace("&amp;", "&")
    connection.close()
    assert len(pages) >= contacts // 50, len(pages)
    return pages[len(pages) // 2], pages[-1]


def call(connection):
    begin = time.perf_counter()
    status, body = get(connection, "/v1/people/me/connections?personFields=names&pageSize=10", Authorization="Bearer bob")
    assert status == 200, body
    return 1000 * (time.perf_counter() - begin)


def calls(server):
    """The median and the 95th percentile of a call in milliseconds."""
    connection = server.connection()
    times = sorted(call(connection) for _ in range(CALLS))
    connection.close()
    return statistics.median(times), times[CALLS * 95 // 100]


def readers(server, paths):
    """Has readers load pages all the time, until the function that this gives is called. It says what they loaded."""
    stopped, loaded, refused = threading.Event(), [], []

    def read(number):
        connection = server.connection()
        while not stopped.is_set():
            status, _ = get(connection, paths[number % len(paths)])
            (loaded if status == 200 else refused).append(status)
            number += 1
            if status == 503:
                time.sleep(1)
        connection.close()

    threads = [threading.Thread(target=read, args=[number]) for number in range(READERS)]
    for thread in threads:
        thread.start()

    def stop():
        stopped.set()
        for thread in threads:
            thread.join()
        return len(loaded), len(refused)

    return stop


def measure(binary, contacts, requests):
    print(f"\n{binary}: {contacts} contacts, {requests} requests, {READERS} readers")
    server = Server(binary, contacts, requests)
    try:
        page(server, "first page", "/console")
        first_page(server)
        page(server, "contacts: first page", "/console/@ada")
        middle, last = last_page(server, contacts)
        page(server, "contacts: a page in the middle", middle)
        page(server, "contacts: last page", last)
        page(server, "contacts: found by a search", "/console/@ada?q=family123")
        connection = server.connection()
        for _ in range(requests):
            call(connection)
        connection.close()
        page(server, "requests: first page", "/console/requests")
        page(server, "requests: of an account", "/console/requests?account=bob")
        page(server, "requests: that found nothing", "/console/requests?account=bob&status=404")
        paths = ["/console", "/console/@ada", "/console/requests", "/console/@ada/contacts/" + some(server)]
        alone = calls(server)
        stop = readers(server, paths)
        time.sleep(1)
        read = calls(server)
        loaded, refused = stop()
        for name, (median, most) in (("API call, no reader", alone), (f"API call, {READERS} readers", read)):
            print(f"{name:<34} median {median:>8.2f} ms, 95 % under {most:>8.2f} ms")
        print(f"the readers loaded {loaded} pages, and were told to come back {refused} times")
    finally:
        server.stop()


def some(server):
    """The id of a contact."""
    connection = server.connection()
    text = get(connection, "/console/@ada")[1].decode()
    connection.close()
    return re.search(r"/console/@ada/contacts/(c\d+)", text)[1]


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("binaries", nargs="+", type=lambda path: pathlib.Path(path).resolve())
    parser.add_argument("--contacts", type=int, default=25_000)
    parser.add_argument("--requests", type=int, default=10_000)
    asked = parser.parse_args()
    for binary in asked.binaries:
        measure(binary, asked.contacts, asked.requests)
