"""A PostgreSQL server of a benchmark's own, and what all benchmarks say and need."""

import os
import pwd
import signal
import subprocess
import sys
import time


def fail(message, hint):
    sys.exit(f"error: {message}\nhint: {hint}")


def pg_bin():
    """The folder of PostgreSQL's programs: MUSTER_PG_BIN, PATH, or the newest of Debian's folders."""
    folders = [os.environ.get("MUSTER_PG_BIN")] + os.environ["PATH"].split(":")
    usual = "/usr/lib/postgresql"
    if os.path.isdir(usual):
        folders += [f"{usual}/{v}/bin" for v in sorted(os.listdir(usual), key=lambda v: -int(v) if v.isdigit() else 0)]
    for folder in filter(None, folders):
        if os.access(f"{folder}/initdb", os.X_OK) and os.access(f"{folder}/pg_restore", os.X_OK):
            return folder
    fail("found no initdb and pg_restore", "apt-get install postgresql, or set MUSTER_PG_BIN to their folder")


class Server:
    """A PostgreSQL server of our own with initdb's default settings, on a socket; user postgres where we are root."""

    def __init__(self, folder, *settings):
        self.folder, self.settings, self.process = folder, settings, None
        self.user = pwd.getpwnam("postgres") if os.geteuid() == 0 else None
        self.data, self.socket = f"{folder}/data", f"{folder}/socket"
        self.env = dict(os.environ, PATH=f"{PG}:{os.environ['PATH']}", PGHOST=self.socket, PGPORT="5432", PGUSER="bench",
                        PGDATABASE="postgres", LC_ALL="C.UTF-8")

    def identity(self):
        return dict(user=self.user.pw_uid, group=self.user.pw_gid, extra_groups=[]) if self.user else {}

    def start(self):
        os.makedirs(self.socket, exist_ok=True)
        if self.user:
            for path in (self.folder, self.socket):
                os.chown(path, self.user.pw_uid, self.user.pw_gid)
        with open(f"{self.folder}/server.log", "ab") as log:
            if not os.path.exists(f"{self.data}/PG_VERSION"):
                subprocess.run([f"{PG}/initdb", "-D", self.data, "-U", "bench", "-A", "trust", "-E", "UTF8"], check=True,
                               cwd=self.folder, env=self.env, stdout=log, stderr=log, **self.identity())
            settings = [x for s in ("listen_addresses=", f"unix_socket_directories={self.socket}", *self.settings) for x in ("-c", s)]
            self.process = subprocess.Popen([f"{PG}/postgres", "-D", self.data, *settings], cwd=self.folder, env=self.env,
                                            stdin=subprocess.DEVNULL, stdout=log, stderr=log, **self.identity())
        for _ in range(600):
            if self.run("pg_isready", "-q", check=False).returncode == 0:
                return self
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        fail("the server did not start", f"see {self.folder}/server.log")

    def program(self, name):
        return f"{PG}/{name}"

    def run(self, program, *args, check=True, **options):
        return subprocess.run([self.program(program), *args], env=self.env, check=check, **options)

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait()

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.stop()


def say(text):
    print(text, flush=True)


def need_cryptography():
    if subprocess.run(["python3", "-c", "import cryptography"], capture_output=True).returncode != 0:
        fail("python3 has no package \"cryptography\", which makes the encrypted backup",
             "apt-get install python3-cryptography, or pip install cryptography")


def need_linux():
    if not os.path.exists("/proc/self/smaps_rollup"):
        fail("this machine has no /proc/PID/smaps_rollup", "the benchmarks measure on Linux only")


PG = pg_bin()
