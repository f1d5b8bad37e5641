package dev.muster.restore.postgres.sandbox;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What a contained process can reach; everything else is denied.
 *
 * @param execute files it may execute (directories: all files beneath)
 * @param read what it may read
 * @param list directories whose names it may list, without reading the files
 * @param write directories and files it may read, write, create and remove
 * @param connect TCP ports it may connect to
 */
public record Reach(
        Set<Path> execute, Set<Path> read, Set<Path> list, Set<Path> write, Set<Integer> connect) {

    public Reach {
        execute = Set.copyOf(execute);
        read = Set.copyOf(read);
        list = Set.copyOf(list);
        write = Set.copyOf(write);
        connect = Set.copyOf(connect);
    }

    /**
     * What every program needs to run at all: the distribution's public files, the loader's and the
     * libraries' configuration, time zones, and harmless devices. No shell, and no program but
     * {@code program}.
     */
    public static Reach ofProgram(Path program) {
        Set<Path> execute = new LinkedHashSet<>(Loaders.find());
        execute.add(program);
        return new Reach(
                execute,
                paths(
                        "/usr/lib",
                        "/usr/lib64",
                        "/usr/share",
                        "/usr/local/lib",
                        "/usr/local/share",
                        "/lib",
                        "/lib64",
                        "/nix/store",
                        "/etc/ld.so.cache",
                        "/etc/ld.so.conf",
                        "/etc/ld.so.conf.d",
                        "/etc/localtime",
                        "/etc/ssl/openssl.cnf",
                        "/etc/pki/tls/openssl.cnf",
                        "/etc/crypto-policies",
                        "/etc/perl",
                        "/etc/python3",
                        "/var/cache/postgresql/dicts",
                        "/dev/urandom",
                        "/dev/random"),
                // The JDK's spawn helper lists /proc/self/fd; no file in /proc becomes readable.
                paths("/proc"),
                paths("/dev/null", "/dev/zero"),
                Set.of());
    }

    public Reach andRead(Path... more) {
        return new Reach(execute, plus(read, more), list, write, connect);
    }

    public Reach andWrite(Path... more) {
        return new Reach(execute, read, list, plus(write, more), connect);
    }

    public Reach andExecute(Path... more) {
        return new Reach(plus(execute, more), read, list, write, connect);
    }

    /** Also a server elsewhere: its port, and what looking up its name takes. */
    public Reach andConnect(int port) {
        return new Reach(
                execute,
                plus(
                        read,
                        Path.of("/etc/resolv.conf"),
                        Path.of("/etc/hosts"),
                        Path.of("/etc/nsswitch.conf"),
                        Path.of("/etc/gai.conf"),
                        Path.of("/etc/ssl/certs"),
                        Path.of("/run/systemd/resolve")),
                list,
                write,
                Set.of(port, 53));
    }

    private static Set<Path> paths(String... names) {
        Set<Path> paths = new LinkedHashSet<>();
        for (String name : names) {
            paths.add(Path.of(name));
        }
        return paths;
    }

    private static Set<Path> plus(Set<Path> paths, Path... more) {
        Set<Path> all = new LinkedHashSet<>(paths);
        all.addAll(java.util.List.of(more));
        return all;
    }
}
