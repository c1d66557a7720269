#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Turns openapi.yaml into a C++ source that holds it as JSON: openapi_to_cpp.py IN.yaml OUT.cpp

Reads the part of YAML that the document keeps to: block maps and lists by indentation, flow maps and lists without line
breaks, plain and double-quoted scalars of one line, whole-line comments. Anything else is an error with its line.
"""
import json
import re
import sys


class Fault(Exception):
    pass


def scalar(text):
    if text in ("null", "~", ""):
        return None
    if text in ("true", "false"):
        return text == "true"
    if re.fullmatch(r"-?\d+", text):
        return int(text)
    if re.fullmatch(r"-?\d+\.\d+", text):
        return float(text) if text.count(".") == 1 else text
    return text


class Flow:
    """One value in flow style, or a scalar."""

    def __init__(self, text):
        self.text, self.at = text, 0

    def peek(self):
        while self.at < len(self.text) and self.text[self.at] == " ":
            self.at += 1
        return self.text[self.at : self.at + 1]

    def take(self, char):
        if self.peek() != char:
            raise Fault(f"expected '{char}' in: {self.text}")
        self.at += 1

    def quoted(self):
        value, end = json.JSONDecoder().raw_decode(self.text, self.at)
        self.at = end
        return value

    def word(self, stops):
        begin = self.at
        while self.at < len(self.text) and self.text[self.at] not in stops:
            self.at += 1
        return self.text[begin : self.at].strip()

    def value(self, stops=""):
        if self.peek() == "{":
            return self.members()
        if self.peek() == "[":
            return self.items()
        if self.peek() == '"':
            return self.quoted()
        return scalar(self.word(stops) if stops else self.text[self.at :].strip())

    def members(self):
        found = {}
        self.take("{")
        while self.peek() != "}":
            key = self.quoted() if self.peek() == '"' else self.word(":")
            self.take(":")
            found[key] = self.value(",}")
            if self.peek() == ",":
                self.at += 1
        self.take("}")
        return found

    def items(self):
        found = []
        self.take("[")
        while self.peek() != "]":
            found.append(self.value(",]"))
            if self.peek() == ",":
                self.at += 1
        self.take("]")
        return found

    def whole(self):
        found = self.value()
        if self.text[0] in '{["' and self.peek():
            raise Fault(f"more than one value in: {self.text}")
        return found


KEY = re.compile(r'("(?:[^"\\]|\\.)*"|[^\s"{\[][^:]*):(?: (.*))?$')


def block(lines, at, indent):
    """The map or list whose lines stand at `indent`; answers with it and the line behind."""
    is_list = lines[at][1].startswith("- ")
    found = [] if is_list else {}
    while at < len(lines) and lines[at][0] == indent:
        number, text = lines[at][2], lines[at][1]
        if is_list != text.startswith("- "):
            raise Fault(f"line {number}: a list and a map side by side")
        if is_list and not (KEY.match(text[2:]) and text[2] not in "{["):
            found.append(Flow(text[2:]).whole())
            at += 1
            continue
        if is_list:
            lines[at] = (indent + 2, text[2:], number)
            item, at = block(lines, at, indent + 2)
            found.append(item)
            continue
        match = KEY.match(text)
        if not match:
            raise Fault(f"line {number}: expected KEY: {text}")
        key = json.loads(match[1]) if match[1].startswith('"') else match[1]
        if key in found:
            raise Fault(f"line {number}: {key} is there twice")
        at += 1
        if match[2]:
            found[key] = Flow(match[2].strip()).whole()
        elif at < len(lines) and lines[at][0] > indent:
            found[key], at = block(lines, at, lines[at][0])
        else:
            found[key] = None
    if at < len(lines) and lines[at][0] > indent:
        raise Fault(f"line {lines[at][2]}: deeper than expected")
    return found, at


def read(text):
    lines = []
    for number, line in enumerate(text.split("\n"), 1):
        bare = line.strip()
        if bare and not bare.startswith("#"):
            lines.append((len(line) - len(line.lstrip()), bare, number))
    document, end = block(lines, 0, 0)
    if end != len(lines):
        raise Fault(f"line {lines[end][2]}: not understood")
    return document


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        text = json.dumps(read(file.read()), ensure_ascii=True, separators=(",", ":"))
    # Compilers promise 65,536 characters of one literal; short ones joined are one as well, so it is a table of lines.
    pieces = [text[i : i + 100] for i in range(0, len(text), 100)]
    with open(sys.argv[2], "w", encoding="utf-8") as out:
        out.write('#include "engine/api/openapi.h"\n\n#include <array>\n\nnamespace fairlead {\n\nnamespace {\n')
        out.write(f"constexpr std::array<const char *, {len(pieces)}> pieces {{\n")
        for piece in pieces:
            out.write(f"    {json.dumps(piece)},\n")
        out.write("};\n} // namespace\n\nstd::string openApiJson()\n{\n    std::string whole;\n")
        out.write("    for (const char *piece : pieces)\n        whole += piece;\n    return whole;\n}\n\n")
        out.write("} // namespace fairlead\n")


if __name__ == "__main__":
    try:
        main()
    except (Fault, OSError) as fault:
        sys.exit(f"{sys.argv[1]}: {fault}")
