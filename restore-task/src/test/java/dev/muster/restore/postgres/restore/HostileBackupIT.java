package dev.muster.restore.postgres.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.muster.contract.Cause;
import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.restore.postgres.sandbox.Sandbox;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostileBackupIT {
    private static Lab lab;
    @TempDir private Path outside;
    private static int databases;

    @BeforeAll
    static void open() {
        assumeThat(Sandbox.contains()).as("Landlock, in Linux 5.13 and later").isTrue();
        lab = new Lab();
    }

    @AfterAll
    static void close() {
        if (lab != null) {
            lab.close();
        }
    }

    @BeforeEach
    void aDirectoryThatEverybodyMayWrite() throws IOException {
        Files.setPosixFilePermissions(outside, PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    private RestoreOutcome restore(String sql) {
        return lab.script(sql, lab.prepare("hostile" + ++databases));
    }

    private void isRefused(RestoreOutcome outcome) throws IOException {
        assertThat(outcome.findings())
                .isNotEmpty()
                .allSatisfy(finding -> {
                    assertThat(finding.code()).isEqualTo(FindingCode.HOSTILE_COMMAND);
                    assertThat(finding.cause()).isEqualTo(Cause.BACKUP);
                });
        try (var files = Files.list(outside)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void copyToProgramRunsNothing() throws Exception {
        isRefused(restore("COPY (SELECT 1) TO PROGRAM 'touch " + outside + "/x';\n"));
    }

    @Test
    void aFunctionInAnIndexRunsNothing() throws Exception {
        isRefused(
                restore(
                        """
                        CREATE TABLE t (i int);
                        INSERT INTO t VALUES (1);
                        CREATE FUNCTION g() RETURNS int LANGUAGE plpgsql AS $$
                        BEGIN
                          EXECUTE 'COPY (SELECT 1) TO PROGRAM ''touch %s/x''';
                          RETURN 1;
                        END $$;
                        CREATE FUNCTION f(int) RETURNS int IMMUTABLE LANGUAGE plpgsql AS $$
                        BEGIN
                          RETURN public.g();
                        END $$;
                        CREATE INDEX t_f ON t (f(i));
                        """
                                .formatted(outside)));
    }

    @Test
    void theMachinesFilesCannotBeRead() throws Exception {
        RestoreOutcome outcome =
                restore(
                        """
                        CREATE TABLE t (x text);
                        INSERT INTO t SELECT pg_read_file('/etc/passwd');
                        COPY t FROM '/etc/hostname';
                        """);
        isRefused(outcome);
        assertThat(lab.ask("hostile" + databases, "SELECT count(*) FROM t")).isEqualTo("0");
    }

    @Test
    void theMachinesFilesCannotBeWritten() throws Exception {
        isRefused(restore("COPY (SELECT 1) TO '" + outside + "/x';\n"));
        isRefused(
                restore(
                        """
                        SELECT lo_from_bytea(4711, 'x');
                        SELECT lo_export(4711, '%s/x');
                        """
                                .formatted(outside)));
    }

    @Test
    void commandsOfPsqlRunNothing() throws Exception {
        isRefused(
                restore(
                        """
                        CREATE TABLE t (x text);
                        \\! touch %1$s/x
                        \\copy t to '%1$s/x'
                        \\o %1$s/x
                        """
                                .formatted(outside)));
    }

    @Test
    void nothingCallsOut() throws Exception {
        try (ServerSocket listener = new ServerSocket(0)) {
            listener.setSoTimeout(500);
            RestoreOutcome outcome =
                    restore(
                            """
                            CREATE EXTENSION dblink;
                            SELECT dblink_connect('host=127.0.0.1 port=%d dbname=x');
                            """
                                    .formatted(listener.getLocalPort()));
            assertThat(outcome.findings()).isNotEmpty();
            org.assertj.core.api.Assertions.assertThatThrownBy(listener::accept)
                    .isInstanceOf(java.net.SocketTimeoutException.class);
        }
    }

    @Test
    void aLibraryWrittenIntoTheDataDirectoryStaysInTheSandbox() throws Exception {
        RestoreOutcome outcome =
                restore(
                        """
                        SELECT lo_from_bytea(4712, 'not a library');
                        SELECT lo_export(4712, 'evil.so');
                        LOAD '%s/evil.so';
                        """
                                .formatted(lab.server.path().resolve("data")));
        assertThat(outcome.findings())
                .extracting(Finding::code)
                .containsExactly(FindingCode.LIBRARY_MISSING);
    }

    @Test
    void aHealthyScriptIsNotSuspected() {
        RestoreOutcome outcome =
                restore(
                        """
                        CREATE TABLE t (x text);
                        COPY t (x) FROM stdin;
                        \\\\! touch /tmp/x
                        COPY x TO PROGRAM 'y'
                        \\N
                        \\.
                        """);
        assertThat(outcome.findings()).isEmpty();
    }
}
