# The restore task: Muster, a Java made for it, and PostgreSQL's servers and clients. It runs as an ordinary user, with a
# read-only root file system and one volume, /work. docs/image.md tells how it is built, run and kept small.
#
#   docker build -t muster .
#
#   --build-arg PG_MAJORS="17 18"                major versions of PostgreSQL; other than 17 they come from PGDG
#   --build-arg EXTENSIONS="postgis pgvector"    PostgreSQL's extensions, by their names in Debian's packages
#   --build-arg PROGRAM=target                   take what Maven has packaged already in place of building it here

# --- The program, and a Java with the modules that it uses ----------------------------------------------------------
FROM debian:trixie-slim AS program
RUN apt-get update -qq \
 && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
      binutils ca-certificates curl openjdk-25-jdk-headless >/dev/null
RUN jlink --output /opt/java --strip-debug --no-header-files --no-man-pages --add-modules \
      java.base,java.logging,java.management,java.naming,java.security.jgss,java.security.sasl,java.sql,java.xml,jdk.charsets,jdk.httpserver,jdk.management,jdk.net,jdk.security.auth,jdk.unsupported \
 && find /opt/java -name '*.debuginfo' -delete \
 && cp -L /etc/ssl/certs/java/cacerts /opt/java/lib/security/cacerts
ARG PROGRAM=source
COPY . /source
RUN cd /source && image/collect-program "$PROGRAM" /opt/muster

# --- PostgreSQL, on a Debian that keeps only what it needs ----------------------------------------------------------
FROM debian:trixie-slim AS system
ARG PG_MAJORS="17"
ARG EXTENSIONS=""
COPY image/install-postgres image/remove-unneeded /build/
RUN /build/install-postgres "$PG_MAJORS" "$EXTENSIONS" && /build/remove-unneeded && rm -rf /build \
 && useradd --uid 10001 --no-create-home --home-dir /work --shell /usr/sbin/nologin muster \
 && install -d -o muster -g muster -m 700 /work

# --- The whole, and a drill that shows Java which classes a drill uses ----------------------------------------------
FROM system AS trained
COPY --from=program /opt/java /opt/java
COPY --from=program /opt/muster /opt/muster
COPY image/java.args /opt/muster/java.args
COPY image/train /build/train
RUN /build/train && rm -rf /build

# --- The image: the layers that change least come first -------------------------------------------------------------
FROM scratch
COPY --from=system / /
COPY --from=trained /opt/java /opt/java
COPY --from=trained /opt/muster /opt/muster
ENV LANG=C.UTF-8 PATH=/usr/bin:/bin MUSTER_WORK=/work
USER muster
WORKDIR /work
VOLUME ["/work"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["/opt/java/bin/java", "-XX:AOTCache=/opt/muster/muster.aot", "@/opt/muster/class-path.args", "@/opt/muster/java.args", "dev.muster.restore.task.Task"]
