package dev.muster.contract.plan;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where a backup is restored into. */
public sealed interface RestoreTarget {
    /** A PostgreSQL server of the drill's own, made for it and thrown away after it. */
    @Variant(value = "throwaway", description = "a server made for this drill alone")
    record Throwaway() implements RestoreTarget {}

    /** A temporary database on a server that runs already. Never the one that holds the source. */
    @Variant(value = "server", description = "a temporary database on a staging server")
    record Server(
            @Option(value = "the host name, or a socket's directory", required = true) String host,
            @Option(value = "the port", byDefault = "5432") int port,
            @Option(value = "a role that may create databases and roles", required = true)
                    String user,
            @Option("the role's password") @Nullable SecretRef password,
            @Option(
                            value = "how far the server is to be trusted, in libpq's words",
                            byDefault = "prefer")
                    SslMode sslmode,
            @Option(
                            "the certificates (PEM) that may vouch for the server; left out, those"
                                    + " that this machine trusts")
                    @Nullable SecretRef rootCertificate,
            @Option(
                            value = "the database to connect to for creating the temporary one",
                            byDefault = "postgres")
                    String database,
            @Option(
                            value = "how the names of the drill's own role and databases begin",
                            byDefault = "muster_drill_")
                    String prefix)
            implements RestoreTarget {

        public Server {
            if (port < 1 || port > 65_535) {
                throw new InvalidOption("port", port + " is no port", "a port is 1 to 65535");
            }
            // PostgreSQL keeps pg_ for its own roles.
            if (!prefix.matches("(?!pg_)[a-z_][a-z0-9_]{2,29}")) {
                throw new InvalidOption(
                        "prefix",
                        "\"" + prefix + "\" cannot begin a role's and a database's name here",
                        "use 3 to 30 lower-case letters, digits and _, and not pg_ at the start");
            }
            if (rootCertificate != null && !sslmode.verifies()) {
                throw new InvalidOption(
                        "rootCertificate",
                        "it is named, and with this sslmode nothing is checked against it",
                        "use sslmode verify-full, or leave rootCertificate out");
            }
        }
    }

    /** Libpq's {@code sslmode}. */
    enum SslMode {
        @JsonProperty("disable")
        DISABLE,
        @JsonProperty("allow")
        ALLOW,
        @JsonProperty("prefer")
        PREFER,
        @JsonProperty("require")
        REQUIRE,
        @JsonProperty("verify-ca")
        VERIFY_CA,
        @JsonProperty("verify-full")
        VERIFY_FULL;

        /** As libpq writes it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** Whether the server's certificate is checked. */
        public boolean verifies() {
            return this == VERIFY_CA || this == VERIFY_FULL;
        }
    }
}
