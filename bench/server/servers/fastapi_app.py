from fastapi import FastAPI

app = FastAPI()


@app.get("/async")
async def async_nothing():
    return {"status": "ok"}


@app.get("/sync")
def sync_nothing():
    return {"status": "ok"}
