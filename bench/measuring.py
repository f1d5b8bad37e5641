"""Runs a command with everything it starts, and measures what the whole tree of processes used. Linux only."""

import ctypes
import os
import subprocess
import threading
import time

PAGE, TICK = os.sysconf("SC_PAGE_SIZE"), os.sysconf("SC_CLK_TCK")
PR_SET_CHILD_SUBREAPER = 36


def adopt_orphans():
    """Makes this process the parent of daemons that its children leave behind, so that their CPU time is counted too."""
    if ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_CHILD_SUBREAPER)")


def children():
    """pid -> [child pids] of every process of this machine."""
    tree = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open(f"/proc/{name}/stat", "rb") as f:
                    parent = int(f.read().rpartition(b")")[2].split()[1])
                tree.setdefault(parent, []).append(int(name))
            except (OSError, IndexError, ValueError):
                pass
    return tree


def descendants(pid):
    tree, found, todo = children(), [], [pid]
    while todo:
        todo += (below := tree.get(todo.pop(), []))
        found += below
    return found


def cpu_seconds(pid):
    """CPU seconds of one process and of its dead, awaited children."""
    try:
        with open(f"/proc/{pid}/stat", "rb") as f:
            fields = f.read().rpartition(b")")[2].split()
        return sum(map(int, fields[11:15])) / TICK
    except (OSError, IndexError):
        return 0.0


def memory(pid):
    """Bytes of one process: its proportional set, where shared pages count once, else its resident set."""
    try:
        with open(f"/proc/{pid}/smaps_rollup", "rb") as f:
            for line in f:
                if line.startswith(b"Pss:"):
                    return int(line.split()[1]) * 1024
    except OSError:
        try:
            with open(f"/proc/{pid}/statm", "rb") as f:
                return int(f.read().split()[1]) * PAGE
        except (OSError, IndexError):
            pass
    return 0


def is_java(pid):
    try:
        with open(f"/proc/{pid}/comm") as f:
            return f.read().strip() == "java"
    except OSError:
        return False


def tree_cpu():
    """CPU seconds of all descendants of this process so far, dead or alive."""
    own = os.times()
    return own.children_user + own.children_system + sum(map(cpu_seconds, descendants(os.getpid())))


def machine():
    """(all, idle) CPU seconds of the machine since it started."""
    with open("/proc/stat", "rb") as f:
        fields = list(map(int, f.readline().split()[1:9]))
    return sum(fields) / TICK, (fields[3] + fields[4]) / TICK


class Measured:
    """What one run took: seconds, CPU seconds, peak bytes of all processes and of java alone, idle share of the machine's CPUs."""

    def __init__(self, code, seconds, cpu, peak, java, idle):
        self.code, self.seconds, self.cpu, self.peak, self.java, self.idle = code, seconds, cpu, peak, java, idle


def measure(command, log, **options):
    """Runs a command to its end; servers that this process started earlier count as part of the run."""
    peak, java, done = 0, 0, threading.Event()

    def watch():
        nonlocal peak, java
        while not done.wait(0.25):
            now = {pid: memory(pid) for pid in descendants(os.getpid())}
            peak = max(peak, sum(now.values()))
            java = max([java] + [size for pid, size in now.items() if is_java(pid)])

    watcher = threading.Thread(target=watch, daemon=True)
    cpu, (total, idle), started = tree_cpu(), machine(), time.monotonic()
    watcher.start()
    with open(log, "ab") as out:
        code = subprocess.call(command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, **options)
    seconds = time.monotonic() - started
    done.set()
    watcher.join()
    cpu = tree_cpu() - cpu
    (total_after, idle_after) = machine()
    return Measured(code, seconds, cpu, peak, java, (idle_after - idle) / max(total_after - total, 0.01))
