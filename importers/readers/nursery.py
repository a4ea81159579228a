"""The process that readers are forked from: it has imported them, and knows no file. Started by importers.children.

Over the socket that is its standard input come two more for each child: its own standard input and output, and one to
tell how it ended, as JSON: [exit code (below 0 the signal that ended it), seconds of processor time, peak in KiB].
A child is killed when nobody listens on that one any more; all of them, and this process ends, when nobody asks.
"""

import json
import os
import resource
import selectors
import signal
import socket

from importers.readers import child

# Those of this process: enough for more children than a server has threads.
_FILES = 256


def main():
    """Forks children until nobody can ask for any more."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (_FILES, _FILES))
    woken, wake = socket.socketpair()
    for each in (woken, wake):
        each.setblocking(False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(wake.fileno(), warn_on_full_buffer=False)
    with socket.socket(fileno=0) as asked, selectors.DefaultSelector() as selector:
        selector.register(asked, selectors.EVENT_READ)
        selector.register(woken, selectors.EVENT_READ)
        listening = {}
        while True:
            for ready in [key.fileobj for key, _ in selector.select()]:
                if ready is woken:
                    ready.recv(_FILES)
                elif ready is not asked:
                    selector.unregister(ready)
                    _kill(pid for pid, listens in listening.items() if listens is ready)
                elif started := _start(asked):
                    pid, listens = started
                    listening[pid] = listens
                    selector.register(listens, selectors.EVENT_READ)
                else:
                    _kill(listening)
                    return
            for pid, ended in _ended():
                with listening.pop(pid) as listens:
                    if listens in selector.get_map():
                        selector.unregister(listens)
                    _tell(listens, ended)


def _start(asked):
    """(pid, the socket to tell its end) of another child, or None where nobody asks any more."""
    _, files, _, _ = socket.recv_fds(asked, 1, 2)
    if len(files) < 2:
        return None
    own, listens = files
    pid = os.fork()
    if not pid:
        _be_child(own)
    os.close(own)
    return pid, socket.socket(fileno=listens)


def _be_child(own):
    """Reads a file as `child.main` does, with nothing left of this process but what it has imported."""
    code = 1
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.dup2(own, 0)
        os.dup2(own, 1)
        os.closerange(3, _FILES)
        child.main()
        code = 0
    except SystemExit as ended:
        code = ended.code
    finally:
        # Whatever it holds goes with it: it is not taken apart.
        os._exit(code)


def _ended():
    """(pid, how it ended) of each child that has."""
    while True:
        try:
            pid, status, usage = os.wait4(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if not pid:
            return
        yield pid, [os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime, usage.ru_maxrss]


def _tell(listens, ended):
    try:
        listens.send(json.dumps(ended).encode())
    except OSError:  # nobody listens any more
        return


def _kill(pids):
    for pid in pids:
        os.kill(pid, signal.SIGKILL)
