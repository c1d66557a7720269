#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Visits one page: its words are counted, its links to the same host and its pictures become jobs in the commit of this
one's success. Of a picture the digest is taken."""
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
        self.links, self.pictures, self.words = [], [], 0

    def handle_starttag(self, tag, attrs):
        self.links += [value for name, value in attrs if tag == "a" and name == "href" and value]
        self.pictures += [value for name, value in attrs if tag == "img" and name == "src" and value]

    def handle_data(self, data):
        self.words += len(data.split())


def picture(url):
    """Each page that shows a picture asks for it: what the cache layer has is not fetched again."""
    return {"queue": "pictures", "payload": {"picture": url}}


def job(url):
    """The key keeps a page from being visited twice, however many pages link to it."""
    return {"payload": {"url": url}, "idempotency": hashlib.sha256(url.encode()).hexdigest()}


def visit(url, answer):
    page = Page()
    if answer.headers.get_content_type() == "text/html":
        page.feed(answer.read(4 << 20).decode("utf-8", "replace"))

    def of_this_host(found):
        whole = {urllib.parse.urldefrag(urllib.parse.urljoin(url, one))[0] for one in found}
        return sorted(one for one in whole if urllib.parse.urlsplit(one)[:2] == urllib.parse.urlsplit(url)[:2])

    links, pictures = of_this_host(page.links), of_this_host(page.pictures)
    with os.fdopen(4, "w") as spawns:
        for child in [*map(job, links), *map(picture, pictures)]:
            spawns.write(json.dumps(child) + "\n")
    return {"url": url, "words": page.words, "links": len(links), "pictures": len(pictures)}


def main():
    payload = json.load(sys.stdin)
    url = payload.get("url") or payload["picture"]
    try:
        with urllib.request.urlopen(url, timeout=20) as answer:
            if "url" in payload:
                result = visit(url, answer)
            else:
                result = {"picture": url, "sha256": hashlib.sha256(answer.read(64 << 20)).hexdigest()}
    except urllib.error.HTTPError as error:
        print(f"{url}: {error}", file=sys.stderr)
        return 65 if 400 <= error.code < 500 else 75  # what is not there is not tried again
    except OSError as error:
        print(f"{url}: {error}", file=sys.stderr)
        return 75
    print(json.dumps(result))
    return 0


sys.exit(main())
