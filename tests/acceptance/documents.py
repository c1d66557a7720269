#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs every fenced block of pages of documentation, in order, and compares its output. documents_test.cpp calls it.

    tests/acceptance/documents.py --programs build/dev/bin [--list-not-run] PAGE...

The first word behind the fence says what a block is. A block without one is a fault.

    sh               goes to the shell of its page: one for the whole page, which ends at the first failure
    text             the output since the text before it; a line may leave out parts, for which "…" stands
    toml             a configuration: fairlead --check-config
    toml load=FILE   a load: fairleadctl simulate with the configuration FILE of this tree
    python, javascript   a program, run in the shell of its page
    cpp              goes into one function with the other ones of its page, which is compiled
    yaml             of Prometheus: promtool
    cmake from=FILE  lines that stand in FILE of this tree, in this order
    ... not-run      anything that cannot run in a test

A block of docs/COMMANDS.md is what `fairleadctl help` prints. Each page has a folder, a home and a port of its own, in
place of /tmp/ and 8420. A page ends within LIMIT seconds. Programs that ./dev does not install (node, promtool) may be
missing: then their blocks are named and left out. Exit code 0: all is as it stands in the pages; 1: faults, a line each.
"""
import argparse
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LIMIT = 60
MARK = "@@ block "
KINDS = {"sh", "text", "toml", "python", "javascript", "cpp", "yaml", "cmake"}
IN_SHELL = {"python": "python3", "javascript": "node"}
BODY = '#include "engine/fair_queue/fair_queue.h"\nusing namespace fairlead;\nstruct Request {};\nvoid page(Request request)\n{\n%s\n}\n'


class Block:
    def __init__(self, page, line, info):
        self.page, self.line, self.lines = page, line, []
        words = info.split()
        self.kind = words[0] if words else ""
        self.is_run = "not-run" not in words[1:]
        self.options = dict(word.split("=", 1) for word in words[1:] if "=" in word)

    @property
    def text(self):
        return "".join(line + "\n" for line in self.lines)

    def fault(self, text):
        return f"{self.page.name}:{self.line}: {text}"


def blocks_of(page):
    blocks, inside = [], None
    for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), 1):
        fence = re.match(r"^( *)```(.*)$", line)
        if fence and inside is None:
            inside = Block(page, number, fence[2])
            blocks.append(inside)
        elif fence and not fence[2]:
            inside = None
        elif inside is not None:
            inside.lines.append(line)
    if inside is not None:
        raise SystemExit(inside.fault("this block has no end"))  # code 1
    return blocks


class Place:
    """The folder, the port and the environment of a page."""

    def __init__(self, programs):
        self.folder = Path(tempfile.mkdtemp(prefix="fairlead-page-"))
        # The kernel gives this port to no other program: it is bound and does not listen.
        self.socket = socket.socket()
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        own = {name: value for name, value in os.environ.items() if not name.startswith(("FAIRLEAD_", "XDG_", "LC_"))}
        self.environment = own | {
            "PATH": f"{programs}:{os.environ['PATH']}", "HOME": str(self.folder), "LANG": "C.UTF-8",
            "QT_QPA_PLATFORM": "offscreen", "TMPDIR": str(self.folder), "no_proxy": "127.0.0.1",
            "FAIRLEAD_URL": f"http://127.0.0.1:{self.port}",
        }
        (self.folder / "examples").symlink_to(ROOT / "examples")

    def own(self, text):
        return text.replace("8420", str(self.port)).replace("/tmp/", f"{self.folder}/")

    def write(self, name, text):
        path = self.folder / name
        path.write_text(self.own(text), encoding="utf-8")
        return path

    def run(self, *command):
        """The exit code and the output. After LIMIT seconds the program and its children are killed."""
        process = subprocess.Popen(command, cwd=self.folder, env=self.environment, stdin=subprocess.DEVNULL, text=True,
                                   errors="replace", stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True)
        try:
            return process.communicate(timeout=LIMIT)[0], process.returncode
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            return process.communicate()[0] + f"\nnot done after {LIMIT} s", -1

    def close(self):
        self.socket.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def normal(text):
    """A text without what differs from run to run: ids, times, processes, widths of columns."""
    for pattern, mark in [(r"\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "ID"),
                          (r"\d{4}-\d\d-\d\dT[0-9:.]+Z", "TIME"),
                          (r"\b[0-9a-f]{16}([0-9a-f]{48})?\b", "HEX"),
                          (r"\bpid[ =]\d+", "PID"),
                          (r"\b[0-9.]+ (us|ms|s|min)\b", "TIME")]:
        text = re.sub(pattern, mark, text)
    return " ".join(text.split())


def missing_line(sample, output):
    """The first line of a sample that does not follow the ones before it in the output."""
    output, at = normal(output), 0
    for line in sample.splitlines():
        for part in filter(None, (normal(part) for part in line.split("…"))):
            found = output.find(part, at)
            if found < 0:
                return line
            at = found + len(part)
    return None


def run_in_shell(place, blocks):
    """Runs the blocks for the shell in one, and compares the samples of output."""
    script = "trap 'kill $(jobs -p) 2>/dev/null || true' EXIT TERM\n"
    ran = [block for block in blocks if block.is_run and (block.kind == "sh" or block.kind in IN_SHELL)]
    for number, block in enumerate(ran):
        script += f"echo; echo '{MARK}{number}'\n"
        if block.kind == "sh":
            script += place.own(block.text)
        elif shutil.which(IN_SHELL[block.kind]):
            script += f"{IN_SHELL[block.kind]} {place.write(f'block-{block.line}.{block.kind}', block.text)}\n"
        else:
            print(block.fault(f"left out: {IN_SHELL[block.kind]} is not installed"))
    said, code = place.run("bash", "-euo", "pipefail", "-c", script)
    parts = re.split(f"\n?{MARK}\\d+\n", said)[1:]
    if code != 0:
        yield ran[max(len(parts) - 1, 0)].fault(f"fails with {code}:\n{parts[-1] if parts else said}")
        return
    outputs, since = dict(zip(ran, parts)), ""
    for block in blocks:
        since += outputs.get(block, "")
        if block.kind == "text" and block.is_run:
            if not since.strip():
                yield block.fault("there is no output that this could be")
            missing = missing_line(place.own(block.text), since)
            if missing is not None:
                yield block.fault(f"'{missing}' is not in\n{since}")
            since = ""


def check_alone(place, block):
    """Checks a block that needs no other one."""
    if block.kind == "toml":
        file = place.write(f"block-{block.line}.toml", block.text)
        load = block.options.get("load")
        command = (["fairleadctl", "simulate", "--config", ROOT / load, "--load", file] if load
                   else ["fairlead", "--check-config", "--config", file])
    elif block.kind == "yaml":
        if not shutil.which("promtool"):
            print(block.fault("left out: promtool is not installed"))
            return
        file = place.write(f"block-{block.line}.yaml", block.text)
        command = (["promtool", "check", "rules", file] if block.text.startswith("groups:")
                   else ["promtool", "check", "config", "--syntax-only", file])
    elif block.kind == "cmake":
        stated = [line.strip() for line in block.lines]
        known = iter([line.strip() for line in (ROOT / block.options.get("from", "")).read_text().splitlines()])
        yield from (block.fault(f"'{line}' does not stand there") for line in stated if line not in known)
        return
    else:
        return
    said, code = place.run(*map(str, command))
    if code != 0:
        yield block.fault(f"fails with {code}:\n{said}")


def compile_all(place, blocks):
    code = [block for block in blocks if block.kind == "cpp" and block.is_run]
    if code:
        file = place.write("page.cpp", BODY % "".join(block.text for block in code))
        said, failed = place.run("g++", "-std=c++20", "-fsyntax-only", f"-I{ROOT}", str(file))
        if failed:
            yield code[0].fault(f"does not compile:\n{said}")


def check_help(place, block):
    """A block of the page of commands: the usage line names the command."""
    words = re.match(r"Usage: fairleadctl((?: [a-z-]+)*)", block.text)
    said, code = place.run("fairleadctl", "help", *(words[1].split() if words else ["?"]))
    if code != 0 or said.split() != block.text.split():
        yield block.fault(f"'fairleadctl help' prints\n{said}")


def check(page, programs):
    blocks = blocks_of(page)
    place = Place(programs)
    try:
        if page.name == "COMMANDS.md":
            for block in blocks:
                yield from check_help(place, block)
            return
        yield from (block.fault(f"'{block.kind}' is no kind of block") for block in blocks if block.kind not in KINDS)
        for block in blocks:
            if block.is_run:
                yield from check_alone(place, block)
        yield from compile_all(place, blocks)
        yield from run_in_shell(place, blocks)
    finally:
        place.close()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--programs", type=Path, required=True, help="folder of fairlead and fairleadctl")
    parser.add_argument("--list-not-run", action="store_true", help="only name the blocks that are not run")
    parser.add_argument("pages", type=Path, nargs="+")
    arguments = parser.parse_args()
    faults = []
    for page in arguments.pages:
        if arguments.list_not_run:
            print("".join(block.fault("not run\n") for block in blocks_of(page) if not block.is_run), end="")
        else:
            faults += check(page, arguments.programs.resolve())
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
