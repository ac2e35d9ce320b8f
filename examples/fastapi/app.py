"""The published experiment's application: the same wait in a plain handler, in an async one, and in one that only
looks async. Run it in this folder with

    gunicorn -w 4 -k uvicorn.workers.UvicornWorker -b 127.0.0.1:8000 app:app
"""
import asyncio
import os
import time

from fastapi import FastAPI


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
app = FastAPI()


@app.get("/sync")
def sync():
    """A plain function: runs in one of the 40 threads of its worker's pool, and blocks that."""
    time.sleep(HOLD)
    return answer()


@app.get("/async")
async def wait():
    """Leaves the event loop to others while it waits."""
    await asyncio.sleep(HOLD)
    return answer()


@app.get("/blocking")
async def blocking():
    """The mistake: an async function that blocks, and with it the event loop of its worker."""
    time.sleep(HOLD)
    return answer()


@app.get("/healthz")
async def healthz():
    return answer()


def answer():
    """The pid says which worker answered."""
    return {"status": "ok", "pid": os.getpid()}
