#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Visits one page: its words are counted, its links to the same host become jobs in the commit of this one's success."""
import hashlib
import html.parser
import json
import os
import sys
import urllib.error
import urllib.parse
import urllib.request


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.links, self.words = [], 0

    def handle_starttag(self, tag, attrs):
        self.links += [value for name, value in attrs if tag == "a" and name == "href" and value]

    def handle_data(self, data):
        self.words += len(data.split())


def job(url):
    """The key keeps a page from being visited twice, however many pages link to it."""
    return {"payload": {"url": url}, "idempotency": hashlib.sha256(url.encode()).hexdigest()}


def main():
    url = json.load(sys.stdin)["url"]
    try:
        with urllib.request.urlopen(url, timeout=20) as answer:
            is_html = answer.headers.get_content_type() == "text/html"
            text = answer.read(4 << 20).decode("utf-8", "replace") if is_html else ""
    except urllib.error.HTTPError as error:
        print(f"{url}: {error}", file=sys.stderr)
        return 65 if 400 <= error.code < 500 else 75  # a page that is not there is not tried again
    except OSError as error:
        print(f"{url}: {error}", file=sys.stderr)
        return 75
    page = Page()
    page.feed(text)
    links = {urllib.parse.urldefrag(urllib.parse.urljoin(url, link))[0] for link in page.links}
    same = sorted(link for link in links if urllib.parse.urlsplit(link)[:2] == urllib.parse.urlsplit(url)[:2])
    with os.fdopen(4, "w") as spawns:
        for link in same:
            spawns.write(json.dumps(job(link)) + "\n")
    print(json.dumps({"url": url, "words": page.words, "links": len(same)}))
    return 0


sys.exit(main())
