"""A blocking handler under gunicorn's own worker classes. Run it in this folder with

    gunicorn -k sync -w 4 -b 127.0.0.1:8000 app:app
    gunicorn -k gthread -w 1 --threads 4 -b 127.0.0.1:8000 app:app

There is no /async and no /blocking: an async view of Flask's needs asgiref, and even then holds its worker, or its
thread, until it is done. It would show the same as /sync.
"""
import os
import time

from flask import Flask


def hold_from_environment() -> float:
    """Seconds that a request is held, from HOLD_SECONDS."""
    text = os.environ.get("HOLD_SECONDS", "10")
    try:
        hold = float(text)
    except ValueError:
        hold = -1
    if 0 <= hold <= 86_400:
        return hold
    raise ValueError(f'HOLD_SECONDS is "{text}", not a number of seconds from 0 to 86400')


HOLD = hold_from_environment()
app = Flask(__name__)


@app.get("/sync")
def sync():
    time.sleep(HOLD)
    return answer()


@app.get("/healthz")
def healthz():
    """Answers at once, when a worker or a thread is free to."""
    return answer()


def answer():
    """The pid says which worker answered."""
    return {"status": "ok", "pid": os.getpid()}
