package dev.muster.records;

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
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** A server that speaks S3, in a process of its own on this machine. */
final class S3Server implements AutoCloseable {
    private static final String ID = "local-identity";
    private static final String SECRET = "local-credential";

    private final Process process;
    private final int port;

    private S3Server(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** S3Proxy, which verifies signatures and keeps its objects in a directory. */
    static S3Server s3proxy(Path directory) throws IOException, InterruptedException {
        int port = freePort();
        Path objects = Files.createDirectories(directory.resolve("objects"));
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
        return started(
                directory,
                port,
                List.of(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.gaul.s3proxy.Main",
                        "--properties",
                        settings.toString()));
    }

    /** Moto's server, which knows versions and Object Lock as AWS does. */
    static S3Server moto(Path directory) throws IOException, InterruptedException {
        int port = freePort();
        return started(directory, port, List.of("moto_server", "-H", "127.0.0.1", "-p", "" + port));
    }

    /** Throws where the program is not on this machine. */
    private static S3Server started(Path directory, int port, List<String> command)
            throws IOException, InterruptedException {
        Path log = directory.resolve("server.log");
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        S3Server server = new S3Server(process, port);
        for (int i = 0; i < 600 && process.isAlive(); i++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                if (socket.isConnected()) {
                    return server;
                }
            } catch (IOException _) {
                Thread.sleep(100);
            }
        }
        server.close();
        throw new IllegalStateException("no server: " + Files.readString(log));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    S3Client client() {
        return S3Client.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .endpointOverride(URI.create("http://127.0.0.1:" + port))
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(ID, SECRET)))
                .build();
    }

    /** Points this process's AWS settings at the server, as in an emulated AWS. */
    void becomeTheEndpoint() {
        System.setProperty("aws.endpointUrlS3", "http://127.0.0.1:" + port);
        System.setProperty("aws.region", "us-east-1");
        System.setProperty("aws.accessKeyId", ID);
        System.setProperty("aws.secretAccessKey", SECRET);
    }

    @Override
    public void close() {
        List.of("aws.endpointUrlS3", "aws.region", "aws.accessKeyId", "aws.secretAccessKey")
                .forEach(System::clearProperty);
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
    }
}
