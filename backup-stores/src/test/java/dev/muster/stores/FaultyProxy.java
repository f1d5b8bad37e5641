package dev.muster.stores;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands before a server and spoils its connections as told, one fault for each connection. */
final class FaultyProxy implements AutoCloseable {
    /** What happens to one connection. */
    sealed interface Fault {
        /** Nothing. */
        record None() implements Fault {}

        /** The server's bytes end after so many. */
        record CutAfter(int bytes) implements Fault {}

        /** The server's bytes stop coming after so many, and the connection stays. */
        record StallAfter(int bytes) implements Fault {}

        /** After so many bytes the server's bytes come one by one, a pause between them. */
        record DripAfter(int bytes) implements Fault {}

        /** Each request gets this answer, and never reaches the server. */
        record Answer(String text) implements Fault {}
    }

    private final ServerSocket socket;
    private final int target;
    private final Queue<Fault> faults = new ConcurrentLinkedQueue<>();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile Fault always = new Fault.None();

    FaultyProxy(int target) throws IOException {
        this.target = target;
        this.socket = new ServerSocket(0);
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return socket.getLocalPort();
    }

    int connections() {
        return connections.get();
    }

    /** The next connections are spoiled so, one each. */
    void next(int times, Fault fault) {
        for (int i = 0; i < times; i++) {
            faults.add(fault);
        }
    }

    /** All connections are spoiled so, once those of {@link #next} are used up. */
    void always(Fault fault) {
        always = fault;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                connections.incrementAndGet();
                Fault own = faults.poll();
                Fault fault = own == null ? always : own;
                Thread.ofVirtual().start(() -> serve(client, fault));
            } catch (IOException _) {
                return;
            }
        }
    }

    private void serve(Socket client, Fault fault) {
        try (client) {
            if (fault instanceof Fault.Answer answer) {
                answer(client, answer.text());
                return;
            }
            try (Socket server = new Socket(java.net.InetAddress.getLoopbackAddress(), target)) {
                Thread.ofVirtual().start(() -> pump(client, server, new Fault.None()));
                pump(server, client, fault);
            }
        } catch (IOException | InterruptedException _) {
            // A connection that ends is what this is for.
        }
    }

    private static void answer(Socket client, String text)
            throws IOException, InterruptedException {
        InputStream in = client.getInputStream();
        int state = 0;
        for (int b = in.read(); b >= 0 && state < 4; b = state < 4 ? in.read() : -1) {
            state = b == "\r\n\r\n".charAt(state) ? state + 1 : b == '\r' ? 1 : 0;
        }
        client.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        client.getOutputStream().flush();
        Thread.sleep(50);
    }

    private static void pump(Socket from, Socket to, Fault fault) {
        int limit =
                switch (fault) {
                    case Fault.CutAfter(int bytes) -> bytes;
                    case Fault.StallAfter(int bytes) -> bytes;
                    case Fault.DripAfter(int bytes) -> bytes;
                    default -> Integer.MAX_VALUE;
                };
        byte[] buffer = new byte[8192];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            int sent = 0;
            while (sent < limit) {
                int read = in.read(buffer, 0, Math.min(buffer.length, limit - sent));
                if (read < 0) {
                    to.shutdownOutput();
                    return;
                }
                out.write(buffer, 0, read);
                sent += read;
            }
            if (fault instanceof Fault.StallAfter) {
                Thread.sleep(60_000);
            }
            while (fault instanceof Fault.DripAfter) {
                out.write(in.read());
                Thread.sleep(100);
            }
            to.close();
            from.close();
        } catch (IOException | InterruptedException _) {
            // A connection that ends is what this is for.
        }
    }
}
