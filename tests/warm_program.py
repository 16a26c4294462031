"""The program as a process that has loaded its modules, and that runs each command in a child process.

Reads a request a line, {"arguments": [...], "env": {...}, "cwd": "..."}, prints the id of a stopped child, which waits
to be traced and continued, and then what it did: {"code": 0, "out": "...", "err": "..."}.
"""

import ctypes
import gc
import importlib
import json
import os
import pkgutil
import signal
import sys
import time
from tempfile import TemporaryFile
from typing import IO, Any

import genai_roadmap
from genai_roadmap.__main__ import main

# So that types are checked only where processes can fork.
assert sys.platform != "win32"

PR_SET_PTRACER = 0x59616D61
PR_SET_PTRACER_ANY = ctypes.c_ulong(-1)
# The full-screen view and the package for many learners take long to load, and no command here uses them.
LEFT_OUT = ("genai_roadmap.cohort", "genai_roadmap.tui")


def load() -> None:
    for module in pkgutil.walk_packages(genai_roadmap.__path__, "genai_roadmap."):
        if not module.name.startswith(LEFT_OUT):
            importlib.import_module(module.name)
    gc.collect()
    gc.freeze()


def become(request: dict[str, Any], out: IO[bytes], err: IO[bytes]) -> None:
    """Take over the arguments, environment, folder and streams of a request, and stop until continued."""
    sys.argv[1:] = request["arguments"]
    os.environ.clear()
    os.environ.update(request["env"])
    time.tzset()
    os.chdir(request["cwd"])
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(out.fileno(), 1)
    os.dup2(err.fileno(), 2)
    # Linux may allow only ancestors to trace a process. Elsewhere, and without this limit, the call does nothing.
    ctypes.CDLL(None).prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY, 0, 0, 0)
    os.kill(os.getpid(), signal.SIGSTOP)


def content(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode()


def serve() -> None:
    """Handle each request. In a child, run the program, whose end is the end of the child."""
    answers = sys.stdout
    for line in sys.stdin:
        with TemporaryFile() as out, TemporaryFile() as err:
            process = os.fork()
            if process == 0:
                become(json.loads(line), out, err)
                main()
                return
            os.waitpid(process, os.WUNTRACED)
            print(process, file=answers, flush=True)
            code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
            answer = {"code": code, "out": content(out), "err": content(err)}
            print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    load()
    sys.argv[0] = "genai-roadmap"
    serve()
