"""Cards and tables through the programs of others.

    python3 programs.py PROGRAM < cards.json > answers.json

Reads a list of texts and answers with a list of what the program says of each: the values that it reads, the text
that it writes when a user changes nothing, and the text after the user has written a note. A text that the program
refuses has the reason instead.
"""

import base64
import csv
import datetime
import io
import json
import logging
import pathlib
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

import vobject
from khard.address_book import VdirAddressBook
from khard.contacts import Contact
from ruamel.yaml import YAML
from vdirsyncer.vobject import Item

NOTE = "Met in Turin.\nLikes looms, not tea; or so."
TEXTS = ["fn", "tel", "email", "url", "note", "title", "role", "nickname", "bday"]
PARTS = {
    "n": ["family", "given", "additional", "prefix", "suffix"],
    "adr": ["box", "extended", "street", "city", "region", "code", "country"],
}


def by_vobject(cards):
    return [answer(card, lambda: vobject_answer(card)) for card in cards]


def vobject_answer(card):
    edited = vobject.readOne(card)
    write_note(edited)
    return {
        "read": values(vobject.readOne(card)),
        "written": vobject.readOne(card).serialize(),
        "edited": edited.serialize(),
    }


def by_khard(cards):
    with tempfile.TemporaryDirectory() as folder:
        book = VdirAddressBook("people", folder)
        return [
            answer(card, lambda: khard_answer(book, pathlib.Path(folder) / f"{number}.vcf", card))
            for number, card in enumerate(cards)
        ]


def khard_answer(book, path, card):
    path.write_bytes(card.encode())
    contact = Contact.from_file(book, str(path))
    form = contact.to_yaml()
    written = khard_written(contact, form)
    yaml = YAML()
    document = yaml.load(form)
    document["Note"] = NOTE
    changed = io.StringIO()
    yaml.dump(document, changed)
    return {
        "read": values(contact.vcard),
        "written": written,
        "edited": khard_written(contact, changed.getvalue()),
    }


def khard_written(contact, form):
    """What khard writes after a user has closed its form."""
    contact = Contact.clone_with_yaml_update(contact, form)
    contact.write_to_file(overwrite=True)
    return read_text(contact.filename)


def by_store(cards):
    """A folder that vdirsyncer keeps in step with Radicale, and from there with the folder of another device."""
    with tempfile.TemporaryDirectory() as folder, Radicale(folder) as server:
        folder = pathlib.Path(folder)
        mine, other = folder / "mine" / "book", folder / "other" / "book"
        for device in (mine, other):
            device.mkdir(parents=True)
        names = {}
        for number, card in enumerate(cards):
            card = with_uid(card, f"of-the-test-{number}")
            names[vdir_uid(card)] = number
            (mine / f"{number}.vcf").write_bytes(card.encode())
        server.sync(mine, other)
        answers = [{"refused": "it is not in the other folder"} for _ in cards]
        for path in other.iterdir():
            text = read_text(path)
            number = names[vdir_uid(text)]
            contact = vobject.readOne(text)
            answers[number] = {"read": values(contact), "written": text}
            write_note(contact)
            path.write_bytes(contact.serialize().encode())
        server.sync(other, mine)
        for path in mine.iterdir():
            text = read_text(path)
            answers[names[vdir_uid(text)]]["edited"] = text
        return answers


# Radicale takes any password, and makes a home for who comes with one.
HEADERS = {"Content-Type": "text/xml", "Authorization": "Basic " + base64.b64encode(b"ada:ada").decode()}


class Radicale:
    """A server, and vdirsyncer beside it."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)

    def __enter__(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.url = f"http://127.0.0.1:{free.getsockname()[1]}/"
        address = self.url.removeprefix("http://").rstrip("/")
        arguments = {
            "server-hosts": address,
            "auth-type": "none",
            "storage-filesystem-folder": self.folder / "radicale",
            "logging-level": "warning",
        }
        arguments = [f"--{name}={value}" for name, value in arguments.items()]
        self.log = open(self.folder / "radicale.log", "w+")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "radicale", "--config=", *arguments], stdout=self.log, stderr=self.log
        )
        self.wait()
        book = """<?xml version="1.0"?><mkcol xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:carddav"><set><prop>
            <resourcetype><collection/><C:addressbook/></resourcetype></prop></set></mkcol>"""
        request = urllib.request.Request(
            self.url + "ada/book/", data=book.encode(), method="MKCOL", headers=HEADERS
        )
        urllib.request.urlopen(request, timeout=60).close()
        return self

    def wait(self):
        end = time.monotonic() + 120
        while True:
            try:
                urllib.request.urlopen(self.url, timeout=10).close()
                return
            except urllib.error.HTTPError:
                return
            except OSError:
                if self.process.poll() is not None or time.monotonic() > end:
                    raise RuntimeError(f"Radicale does not answer: {self.said()}") from None
                time.sleep(0.1)

    def said(self):
        self.log.seek(0)
        return self.log.read()

    def sync(self, *folders):
        for folder in folders:
            name = folder.parent.name
            config = self.folder / f"{name}.conf"
            config.write_text(
                f"""[general]
status_path = "{self.folder / name}-status"
[pair {name}]
a = "folder"
b = "server"
collections = [["book", "book", "book"]]
conflict_resolution = null
[storage folder]
type = "filesystem"
path = "{folder.parent}"
fileext = ".vcf"
[storage server]
type = "carddav"
url = "{self.url}ada/"
username = "ada"
password = "ada"
"""
            )
            self.vdirsyncer(config, "discover")
            self.vdirsyncer(config, "sync")

    def vdirsyncer(self, config, verb):
        command = [sys.executable, "-m", "vdirsyncer", "-c", config, "-v", "WARNING", verb]
        done = subprocess.run(command, capture_output=True, text=True, timeout=240, input="y\ny\n")
        # A card that the server refuses is an error, and the others are taken.
        print(done.stdout, done.stderr, file=sys.stderr)

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(60)
        self.log.close()


def by_csv(tables):
    """The reader and the writers of tables of Python."""
    answers = []
    for table in tables:
        text = table.removeprefix("\ufeff")
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
        answer = {"rows": rows, "written": []}
        for dialect in (
            {},
            {"quoting": csv.QUOTE_ALL},
            {"lineterminator": "\n"},
            {"delimiter": ";"},
            {"delimiter": "\t", "lineterminator": "\n"},
        ):
            out = io.StringIO(newline="")
            csv.writer(out, **dialect).writerows(rows)
            answer["written"].append(out.getvalue())
        answers.append(answer)
    return answers


def answer(card, ask):
    try:
        return ask()
    except Exception as error:  # whatever the program has against the card
        return {"refused": f"{type(error).__name__}: {error}"}


def values(contact):
    """What a card says, as vobject reads it. khard and Radicale read by it."""
    read = {}
    for name in TEXTS:
        read[name] = [text(line.value) for line in contact.contents.get(name, [])]
    for name, parts in PARTS.items():
        lines = contact.contents.get(name, [])
        read[name] = [[text(getattr(line.value, part)) for part in parts] for line in lines]
    for name in ("org", "categories"):
        read[name] = [[text(part) for part in line.value] for line in contact.contents.get(name, [])]
    return read


def text(value):
    if isinstance(value, (list, tuple)):
        return ",".join(value)
    if isinstance(value, (bytes, datetime.date)):
        return str(value)
    return value


def write_note(contact):
    note = contact.contents.get("note")
    line = note[0] if note else contact.add("note")
    line.value = NOTE


def with_uid(card, uid):
    """A store knows a card by its UID."""
    card = re.sub(r"(?im)^UID[:;].*\r?\n([ \t].*\r?\n)*", "", card)
    head, version, tail = card.partition("VERSION:")
    return f"{head}UID:{uid}\r\n{version}{tail}"


def vdir_uid(card):
    return Item(card).uid


def read_text(path):
    return pathlib.Path(path).read_bytes().decode()


PROGRAMS = {"vobject": by_vobject, "khard": by_khard, "store": by_store, "csv": by_csv}

if __name__ == "__main__":
    logging.disable()
    json.dump(PROGRAMS[sys.argv[1]](json.load(sys.stdin)), sys.stdout)
