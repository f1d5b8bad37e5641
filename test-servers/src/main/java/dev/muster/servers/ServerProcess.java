package dev.muster.servers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A server in a process of its own: started once it listens, stopped with all that it started, and
 * with the tests' process at the latest.
 */
public final class ServerProcess implements AutoCloseable {
    private static final int MOST_TRIES = 600;
    private static final int PAUSE_MILLIS = 100;
    private static final int GRACE_SECONDS = 10;

    private final Process process;
    private final Thread hook = new Thread(this::stop, "muster-server");

    private ServerProcess(Process process) {
        this.process = process;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /**
     * Starts a server and waits until it listens on a port of this machine, a minute at most.
     *
     * @param log takes what the server prints
     * @throws IOException if the program is not on this machine, ends or does not listen
     */
    static ServerProcess start(List<String> command, int port, Path log)
            throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        ServerProcess server = new ServerProcess(process);
        for (int i = 0; i < MOST_TRIES && process.isAlive(); i++) {
            try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return server;
            } catch (IOException _) {
                Thread.sleep(PAUSE_MILLIS);
            }
        }
        server.close();
        throw new IOException(command.getFirst() + " does not listen: " + Files.readString(log));
    }

    /** A port that nobody listens on. */
    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // The tests' process ends, and the hook itself stops the server.
        }
        stop();
    }

    private void stop() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
