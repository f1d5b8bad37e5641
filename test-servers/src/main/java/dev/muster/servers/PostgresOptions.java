package dev.muster.servers;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a {@link PostgresCluster} is made of.
 *
 * @param bin the folder of the server's programs
 * @param clients the folder of those of the clients' programs that are not there
 * @param initdb the options for initdb beside those that every cluster has
 * @param settings of the server
 */
public record PostgresOptions(
        Path bin, Path clients, List<String> initdb, Map<String, String> settings) {
    public PostgresOptions {
        initdb = List.copyOf(initdb);
        settings = Map.copyOf(settings);
    }

    /** A server that its socket alone reaches, and that does not wait for the disk. */
    public static PostgresOptions of(Path bin) {
        return new PostgresOptions(
                bin, bin, List.of(), Map.of("listen_addresses", "", "fsync", "off"));
    }

    /** For an installation that lacks the clients' programs. */
    public PostgresOptions withClients(Path folder) {
        return new PostgresOptions(bin, folder, initdb, settings);
    }

    public PostgresOptions withInitdb(String... options) {
        List<String> all = Stream.concat(initdb.stream(), Stream.of(options)).toList();
        return new PostgresOptions(bin, clients, all, settings);
    }

    /** A relative path is taken from the folder of the data. */
    public PostgresOptions with(String setting, String value) {
        Map<String, String> all = new HashMap<>(settings);
        all.put(setting, value);
        return new PostgresOptions(bin, clients, initdb, all);
    }

    /** A server that this machine's TCP port reaches too. */
    public PostgresOptions listeningOn(int port) {
        return with("listen_addresses", "127.0.0.1").with("port", String.valueOf(port));
    }

    Path program(String name) {
        Path own = bin.resolve(name);
        return Files.isExecutable(own) ? own : clients.resolve(name);
    }

    /** As pg_ctl hands them to a shell. */
    String commandLine() {
        return settings.entrySet().stream()
                .map(each -> "-c '%s=%s'".formatted(each.getKey(), each.getValue()))
                .sorted()
                .collect(Collectors.joining(" "));
    }
}
