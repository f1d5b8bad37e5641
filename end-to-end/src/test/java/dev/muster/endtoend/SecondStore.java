package dev.muster.endtoend;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** A store outside AWS, as R2 or B2: a real S3 server with an endpoint and keys of its own. */
final class SecondStore implements AutoCloseable {
    private static final String ID = "copies-identity";
    private static final String SECRET = "copies-credential";

    private final Process process;
    private final int port;

    private SecondStore(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static SecondStore start(Path directory) throws IOException, InterruptedException {
        int port = Emulator.freePort();
        Path objects = Files.createDirectories(directory.resolve("copies"));
        Path settings =
                Files.writeString(
                        directory.resolve("s3proxy.conf"),
                        """
                        s3proxy.authorization=aws-v2-or-v4
                        s3proxy.identity=%s
                        s3proxy.credential=%s
                        s3proxy.endpoint=http://127.0.0.1:%d
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
        SecondStore store = new SecondStore(process, port);
        for (int i = 0; i < 300 && process.isAlive(); i++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                if (socket.isConnected()) {
                    return store;
                }
            } catch (IOException _) {
                Thread.sleep(100);
            }
        }
        store.close();
        throw new IOException("s3proxy does not listen: " + Files.readString(log));
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Its keys, as B2's page shows them. */
    String credentials() {
        return "{\"keyId\":\"" + ID + "\",\"applicationKey\":\"" + SECRET + "\"}";
    }

    S3Client client() {
        return S3Client.builder()
                .endpointOverride(endpoint())
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(ID, SECRET)))
                .build();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
