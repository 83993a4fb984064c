"""The programs of docs/emulator/first-test.md in Python, Node and Go, each under `people exec --fail-on-findings`.

    PEOPLE_TEST_NODE=FOLDER python3 first_test.py PATH/TO/people

FOLDER is where `npm ci` installed the packages of ../node/package.json. Go finds Google's client where Debian's
package golang-google-api-dev puts it. The test of the page succeeds with both programs; `people exec` fails with the
first one. The programs in Rust are tests of people-cli.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

PAGE = pathlib.Path(__file__).parents[4] / "docs" / "emulator" / "first-test.md"
PEOPLE = pathlib.Path(sys.argv.pop(1)).resolve()
DEBIAN_GO = "/usr/share/gocode"


class FirstTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.page = PAGE.read_text()
        seed, rules = self.blocks("json")
        (self.folder / "seed.json").write_text(seed)
        (self.folder / "rules.json").write_text(rules)

    def blocks(self, language):
        return re.findall(rf"^```{language}\n(.*?)^```$", self.page, re.DOTALL | re.MULTILINE)

    def run_with(self, command, files, **variables):
        """Each line of the command is one of the page."""
        for name, text in files.items():
            (self.folder / name).write_text(text)
        exec_ = "people exec --seed seed.json --rules rules.json --contract observed --fail-on-findings -- "
        self.assertIn(f"{exec_}{command}\n", self.page)
        program, *arguments = command.split()
        program = {"python3": sys.executable}.get(program, program)
        flags = exec_.split()[1:]
        return subprocess.run([PEOPLE, *flags, program, *arguments], cwd=self.folder, env=os.environ | variables,
                              capture_output=True, text=True, timeout=300)

    def lost(self, done):
        self.assertEqual(done.returncode, 1, done)
        self.assertRegex(done.stderr, r"(?m)^error: STALE_RETRIED: ")
        self.assertEqual(len(re.findall(r"(?m)^(error|warning|note): ", done.stderr)), 1, done.stderr)

    def kept(self, done):
        self.assertEqual(done.returncode, 0, done)
        self.assertNotRegex(done.stderr, r"(?m)^(error|warning|note): ")

    def test_python(self):
        lost, test, kept = self.blocks("python")
        command = "python3 -m unittest"
        done = self.run_with(command, {"job.py": lost, "test_job.py": test})
        self.lost(done)
        transcript, = self.blocks("text")
        for line in transcript.splitlines()[1:]:
            if line != "…":
                self.assertIn(line, done.stderr.splitlines())
        # Both programs may be written in the same second, and Python would take them for one.
        shutil.rmtree(self.folder / "__pycache__", ignore_errors=True)
        self.kept(self.run_with(command, {"job.py": kept}))

    def test_node(self):
        lost, test, kept = self.blocks("js")
        packages = pathlib.Path(os.environ["PEOPLE_TEST_NODE"]).resolve()
        (self.folder / "node_modules").symlink_to(packages / "node_modules")
        command = "node --test job.test.js"
        self.lost(self.run_with(command, {"job.js": lost, "job.test.js": test}))
        self.kept(self.run_with(command, {"job.js": kept}))

    def test_go(self):
        lost, test, kept = self.blocks("go")
        # Debian's packages are found as Go found them before it had modules.
        variables = {"GO111MODULE": "off", "GOPATH": DEBIAN_GO, "GOFLAGS": "-count=1"}
        self.lost(self.run_with("go test", {"job.go": lost, "job_test.go": test}, **variables))
        self.kept(self.run_with("go test", {"job.go": kept}, **variables))


if __name__ == "__main__":
    unittest.main()
