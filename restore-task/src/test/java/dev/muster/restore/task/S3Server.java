package dev.muster.restore.task;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** A real S3 server in a process of its own, which containers can reach. */
final class S3Server implements AutoCloseable {
    static final String ID = "local-identity";
    static final String SECRET = "local-credential";

    private final Process process;
    private final int port;

    private S3Server(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static S3Server start(Path directory) throws IOException, InterruptedException {
        int port = freePort();
        Path objects = Files.createDirectories(directory.resolve("objects"));
        Path settings =
                Files.writeString(
                        directory.resolve("s3proxy.conf"),
                        """
                        s3proxy.authorization=aws-v2-or-v4
                        s3proxy.identity=%s
                        s3proxy.credential=%s
                        s3proxy.endpoint=http://0.0.0.0:%d
                        jclouds.provider=filesystem-nio2
                        jclouds.identity=any
                        jclouds.credential=any
                        jclouds.filesystem.basedir=%s
                        """
                                .formatted(ID, SECRET, port, objects));
        Path log = directory.resolve("s3proxy.log");
        Process process =
                new ProcessBuilder(
                                List.of(
                                        Path.of(System.getProperty("java.home"), "bin/java")
                                                .toString(),
                                        "-Xmx256m",
                                        "-cp",
                                        System.getProperty("java.class.path"),
                                        "org.gaul.s3proxy.Main",
                                        "--properties",
                                        settings.toString()))
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        S3Server server = new S3Server(process, port);
        for (int i = 0; i < 300; i++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                if (socket.isConnected()) {
                    return server;
                }
            } catch (IOException e) {
                if (!process.isAlive()) {
                    throw new IOException("s3proxy ended: " + Files.readString(log), e);
                }
                Thread.sleep(100);
            }
        }
        server.close();
        throw new IOException("s3proxy does not listen: " + Files.readString(log));
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    int port() {
        return port;
    }

    S3Client client() {
        return S3Client.builder()
                .endpointOverride(URI.create("http://127.0.0.1:" + port))
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(ID, SECRET)))
                .build();
    }

    @Override
    public void close() {
        process.destroy();
    }
}
