package dev.muster.cli.check;

import dev.muster.contract.plan.RestoreTarget;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;

/** Looks whether the server that a plan restores into answers. */
final class TargetCheck {
    private static final int PATIENCE_MILLIS = 5_000;

    private TargetCheck() {}

    static Remark of(RestoreTarget.Server server, boolean aws) {
        String name = server.host() + ":" + server.port();
        if (server.host().startsWith("/")) {
            Path socket = Path.of(server.host(), ".s.PGSQL." + server.port());
            return Files.exists(socket)
                    ? Remark.ok("restore", "into the server at " + socket)
                    : Remark.error(
                            "restore",
                            "there is no server's socket \"" + socket + "\"",
                            "start the server, or correct restore.into.server");
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(server.host(), server.port()), PATIENCE_MILLIS);
            return Remark.ok("restore", "into the server at " + name + ", which answers");
        } catch (IOException | RuntimeException e) {
            String text = "the server at %s does not answer: %s".formatted(name, e.getMessage());
            return aws
                    ? Remark.warning(
                            "restore",
                            text + "; this machine may not be allowed to",
                            "let the" + " security group of the tasks reach it")
                    : Remark.error("restore", text, "start it, or correct restore.into.server");
        }
    }
}
