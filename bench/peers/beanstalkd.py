# SPDX-License-Identifier: Apache-2.0
"""Usage: beanstalkd.py JOBS FOLDER PORT; prints the seconds from the first put to the last delete."""
import socket
import sys
import threading
import time

JOBS, PORT = int(sys.argv[1]), int(sys.argv[3])
AT_ONCE = 256  # commands sent before their answers are read
WORKERS = 2
PUT = b"put 0 0 3600 200\r\n" + b"x" * 200 + b"\r\n"


def connect():
    connection = socket.create_connection(("127.0.0.1", PORT))
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection, connection.makefile("rb")


def enqueue():
    connection, answers = connect()
    for done in range(0, JOBS, AT_ONCE):
        count = min(AT_ONCE, JOBS - done)
        connection.sendall(PUT * count)
        for _ in range(count):
            assert answers.readline().startswith(b"INSERTED")


def work(count):
    connection, answers = connect()
    for done in range(0, count, AT_ONCE):
        some = min(AT_ONCE, count - done)
        connection.sendall(b"reserve\r\n" * some)
        for _ in range(some):
            answer, job, size = answers.readline().split()
            assert answer == b"RESERVED"
            answers.read(int(size) + 2)
            connection.sendall(b"delete " + job + b"\r\n")
        for _ in range(some):
            assert answers.readline() == b"DELETED\r\n"


shares = [JOBS // WORKERS] * (WORKERS - 1) + [JOBS - JOBS // WORKERS * (WORKERS - 1)]
threads = [threading.Thread(target=enqueue)] + [threading.Thread(target=work, args=(share,)) for share in shares]
begun = time.monotonic()
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(time.monotonic() - begun)
