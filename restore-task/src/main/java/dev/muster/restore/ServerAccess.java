package dev.muster.restore;

import dev.muster.contract.MusterException;
import dev.muster.contract.plan.Plan;
import dev.muster.contract.plan.RestoreTarget;
import dev.muster.contract.plan.SecretRef;
import dev.muster.restore.postgres.server.NamedServer;
import dev.muster.restore.postgres.server.ServerAddress;
import dev.muster.restore.postgres.server.WorkDirectory;
import dev.muster.stores.Secrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The way to the server that a plan restores into: its address, password and certificates. */
public final class ServerAccess {
    /** Where Debian, Red Hat, SUSE, and Alpine and macOS keep what the machine trusts. */
    private static final List<Path> BUNDLES =
            List.of(
                    Path.of("/etc/ssl/certs/ca-certificates.crt"),
                    Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
                    Path.of("/etc/ssl/ca-bundle.pem"),
                    Path.of("/etc/ssl/cert.pem"));

    private final RestoreTarget.Server server;
    private final @Nullable String password;
    private final @Nullable String certificates;

    private ServerAccess(
            RestoreTarget.Server server, @Nullable String password, @Nullable String certificates) {
        this.server = server;
        this.password = password;
        this.certificates = certificates;
    }

    /**
     * The plan's; null where it restores into a throwaway server.
     *
     * @throws MusterException where a secret cannot be read
     */
    static @Nullable ServerAccess of(Plan plan, Secrets secrets, Map<String, String> environment) {
        if (!(plan.restore().into() instanceof RestoreTarget.Server server)) {
            return null;
        }
        SecretRef certificate = server.rootCertificate();
        return new ServerAccess(
                server,
                server.password() == null ? null : secrets.text(server.password()),
                certificate == null
                        ? null
                        // Certificates are read without a warning that everybody can read them.
                        : new Secrets(environment, _ -> {}).text(certificate));
    }

    /** What the drill's own role and databases begin with there. */
    String prefix() {
        return server.prefix();
    }

    /** The address; certificates go into a file in the work directory. */
    ServerAddress address(WorkDirectory work) {
        return address(
                certificates == null ? trusted() : work.writeForPrograms("root.crt", certificates));
    }

    private ServerAddress address(@Nullable Path rootCertificate) {
        return new ServerAddress(
                server.host(),
                server.port(),
                server.user(),
                server.database(),
                password,
                server.sslmode().word(),
                rootCertificate);
    }

    private @Nullable Path trusted() {
        if (!server.sslmode().verifies()) {
            return null;
        }
        return BUNDLES.stream()
                .filter(Files::isReadable)
                .findFirst()
                .orElseThrow(() ->
                        new MusterException(
                                "ROOT_CERTIFICATE_MISSING",
                                "this machine says nowhere which certificates it trusts",
                                "name who vouches for the server under restore.into.server,"
                                        + " as rootCertificate: file:root.pem"));
    }

    /**
     * Drops what killed drills of the plan left on the server that it restores into.
     *
     * @return empty where the plan restores into a throwaway server
     * @throws MusterException where a secret cannot be read
     * @throws dev.muster.contract.FindingException where the server cannot be used
     */
    public static Optional<NamedServer.Reaped> reap(Plan plan, Map<String, String> environment) {
        ServerAccess access = of(plan, new Secrets(environment, _ -> {}), environment);
        if (access == null) {
            return Optional.empty();
        }
        if (access.certificates == null) {
            return Optional.of(NamedServer.reap(access.address(access.trusted())));
        }
        try {
            Path file = Files.createTempFile("muster-root-", ".crt");
            try {
                Files.writeString(file, access.certificates, StandardCharsets.UTF_8);
                return Optional.of(NamedServer.reap(access.address(file)));
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
