"""Entry of a process: workers that share a socket, accept up to a quota each, and hold each request in a thread.

Options, each `--name=value`:
  port          where to listen
  quotas        connections that each worker accepts, such as 40,3,2; one worker a number
  slots         requests that a worker holds at once
  hold          milliseconds that each takes
  accept-every  milliseconds between two connections that are accepted
  backlog       connections that may wait to be accepted
  close         1: each connection is closed after its response
"""
import os
import signal
import socket
import sys
import threading
import time

options = dict(word[2:].split("=", 1) for word in sys.argv[1:])
hold = float(options["hold"]) / 1e3
pause = float(options["accept-every"]) / 1e3
closes = options["close"] == "1"
BODY = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n%s\r\nok" % (b"connection: close\r\n" if closes else b"")


def serve(connection, slots):
    pending = b""
    with connection:
        while True:
            part = connection.recv(65536)
            if not part:
                return
            pending += part
            while b"\r\n\r\n" in pending:
                _, pending = pending.split(b"\r\n\r\n", 1)
                with slots:
                    time.sleep(hold)
                connection.sendall(BODY)
                if closes:
                    return


def work(listener, quota):
    slots = threading.Semaphore(int(options["slots"]))
    open_now = threading.Semaphore(quota)

    def one(connection):
        try:
            serve(connection, slots)
        except OSError:
            pass
        open_now.release()

    while True:
        open_now.acquire()
        connection, _ = listener.accept()
        threading.Thread(target=one, args=(connection,), daemon=True).start()
        time.sleep(pause)


listener = socket.socket()
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("127.0.0.1", int(options["port"])))
listener.listen(int(options["backlog"]))
quotas = [int(quota) for quota in options["quotas"].split(",")]
children = []
for quota in quotas:
    child = os.fork()
    if child == 0:
        work(listener, quota)
    children.append(child)


def stop(*_):
    for child in children:
        os.kill(child, signal.SIGKILL)
    os._exit(0)


signal.signal(signal.SIGTERM, stop)
while True:
    signal.pause()
