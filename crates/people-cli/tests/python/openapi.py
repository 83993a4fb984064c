"""Schemathesis against the description that `people serve` serves.

    python3 openapi.py PATH/TO/people [SECONDS]

Every operation that the server answers is called with what the description permits and with what it
does not, as an account that has data, beside another one that has data. It fails on a 5xx, on an
answer that the description does not have, and on one that holds the other account's data.
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request

CHECKS = [
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "ignored_auth",
    "nothing_of_another_account",
]

# Of which each operation needs one.
SCOPES = ["contacts", "contacts.other.readonly", "directory.readonly"]

# What the other account has, in each of its values.
MARK = "OfMaryAlone"


# A member of each field, whichever is asked for.
MEMBERS = {
    "addresses": "formattedValue",
    "biographies": "value",
    "calendarUrls": "url",
    "clientData": "value",
    "emailAddresses": "value",
    "events": "type",
    "externalIds": "value",
    "genders": "value",
    "imClients": "username",
    "interests": "value",
    "locales": "value",
    "locations": "value",
    "miscKeywords": "value",
    "names": "givenName",
    "nicknames": "value",
    "occupations": "value",
    "organizations": "name",
    "phoneNumbers": "value",
    "relations": "person",
    "sipAddresses": "value",
    "urls": "value",
    "userDefined": "value",
}


def contact(number, word):
    values = {field: [{member: word}] for field, member in MEMBERS.items()}
    return {"resourceName": f"people/c{number}"} | values


OTHERS = 17

SEED = {
    "accounts": {
        "ada": {
            "profile": {"id": "100000000000000000017"},
            "groups": [{"name": "Engine"}],
            "contacts": [contact(number, "Charles") for number in range(1, 40) if number != OTHERS],
        },
        "mary": {
            "profile": {"id": "100000000000000000042", "person": {"names": [{"givenName": MARK}]}},
            "groups": [{"name": MARK}],
            # One with a number of ada's, and one that the description has for an example.
            "contacts": [contact(30, MARK), contact(OTHERS, MARK)],
        },
    }
}

# Spelled backwards: a generator that looks for constants here shall not send it.
HOOKS = f"""
import schemathesis

MARK = {MARK[::-1]!r}[::-1].encode()

@schemathesis.check
def nothing_of_another_account(ctx, response, case):
    assert MARK not in response.content, "an answer holds another account's data"
"""


def main(binary, seconds):
    with tempfile.TemporaryDirectory(prefix="people-test-") as folder:
        folder = pathlib.Path(folder)
        (folder / "seed.json").write_text(json.dumps(SEED))
        (folder / "hooks.py").write_text(HOOKS)
        tokens = folder / "tokens.json"
        create = [binary, "token", "create", "ada", "--file", tokens]
        for scope in SCOPES:
            create += ["--scope", scope]
        token = subprocess.run(create, stdout=subprocess.PIPE, text=True, check=True).stdout.strip()
        server = subprocess.Popen(
            [binary, "serve", "--listen", "127.0.0.1:0", "--data", folder / "data"]
            + ["--auth", f"tokens={tokens}", "--seed", folder / "seed.json"],
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            url = server.stdout.readline().split()[2]
            return run(url, token, folder, seconds)
        finally:
            server.kill()
            server.wait()
            server.stdout.close()


def run(url, token, folder, seconds):
    missing = [id for id, verb, path in operations(url) if status(url, token, verb, path) == 501]
    print(f"not answered yet, and left out: {', '.join(missing) or 'nothing'}", flush=True)
    command = [sys.executable, "-m", "schemathesis.cli", "run", f"{url}/openapi.json"]
    command += ["--header", f"Authorization: Bearer {token}", "--checks", ",".join(CHECKS)]
    # Links between operations there are none; what follows from what is the golden tests' part.
    command += ["--phases", "examples,coverage,fuzzing", "--seed", "1", "--no-shrink"]
    command += ["--max-time", str(seconds), "--warnings", "off", "--no-color"]
    command += ["--suppress-health-check", "all"]
    for id in missing:
        command += ["--exclude-operation-id", id]
    environment = os.environ | {"SCHEMATHESIS_HOOKS": "hooks", "PYTHONPATH": str(folder)}
    return subprocess.run(command, cwd=folder, env=environment).returncode


def operations(url):
    with urllib.request.urlopen(f"{url}/openapi.json") as answer:
        paths = json.load(answer)["paths"]
    for path, item in paths.items():
        for verb, operation in item.items():
            yield operation["operationId"], verb.upper(), path


def status(url, token, verb, path):
    """How the server answers a caller who may call it."""
    path = path.replace("{person}", "c1").replace("{otherContact}", "c1")
    path = path.replace("{contactGroup}", "myContacts")
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    body = None if verb in ("GET", "DELETE") else b"{}"
    request = urllib.request.Request(f"{url}{path}", body, headers, method=verb)
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]).resolve(), int(sys.argv[2]) if len(sys.argv) > 2 else 45))
