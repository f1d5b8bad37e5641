package dev.muster.restore.postgres.errors;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Names by which objects of widespread extensions are known when the extension is not there. */
final class KnownExtensions {
    private static final Map<String, Set<String>> NAMES =
            Map.ofEntries(
                    Map.entry(
                            "postgis",
                            Set.of(
                                    "geometry",
                                    "geography",
                                    "box2d",
                                    "box3d",
                                    "raster",
                                    "spheroid",
                                    "gist_geometry_ops_2d",
                                    "gist_geometry_ops_nd",
                                    "spgist_geometry_ops_2d",
                                    "gist_geography_ops",
                                    "geometry_dump",
                                    "spatial_ref_sys",
                                    "addbbox")),
                    Map.entry("postgis_topology", Set.of("topology", "topogeometry")),
                    Map.entry("postgis_raster", Set.of("raster")),
                    Map.entry(
                            "vector",
                            Set.of(
                                    "vector",
                                    "halfvec",
                                    "sparsevec",
                                    "hnsw",
                                    "ivfflat",
                                    "vector_l2_ops",
                                    "vector_cosine_ops",
                                    "vector_ip_ops",
                                    "halfvec_l2_ops",
                                    "halfvec_cosine_ops",
                                    "cosine_distance")),
                    Map.entry("hstore", Set.of("hstore", "gin_hstore_ops", "gist_hstore_ops")),
                    Map.entry("citext", Set.of("citext", "citext_ops")),
                    Map.entry("ltree", Set.of("ltree", "lquery", "ltxtquery", "gist_ltree_ops")),
                    Map.entry(
                            "pg_trgm",
                            Set.of("gin_trgm_ops", "gist_trgm_ops", "similarity", "show_trgm")),
                    Map.entry("cube", Set.of("cube", "gist_cube_ops")),
                    Map.entry("seg", Set.of("seg")),
                    Map.entry("intarray", Set.of("gin__int_ops", "gist__int_ops", "query_int")),
                    Map.entry("isn", Set.of("isbn", "isbn13", "issn", "ean13", "upc", "ismn")),
                    Map.entry("bloom", Set.of("bloom")),
                    Map.entry("rum", Set.of("rum", "rum_tsvector_ops")),
                    Map.entry(
                            "uuid-ossp",
                            Set.of("uuid_generate_v4", "uuid_generate_v1", "uuid_generate_v5")),
                    Map.entry(
                            "pgcrypto",
                            Set.of("crypt", "gen_salt", "digest", "hmac", "gen_random_bytes")),
                    Map.entry("unaccent", Set.of("unaccent")),
                    Map.entry(
                            "timescaledb",
                            Set.of(
                                    "time_bucket",
                                    "create_hypertable",
                                    "_timescaledb_catalog",
                                    "_timescaledb_internal",
                                    "_timescaledb_functions",
                                    "_timescaledb_config",
                                    "timescaledb_information",
                                    "ts_insert_blocker",
                                    "insert_blocker")),
                    Map.entry("pg_cron", Set.of("cron", "job")),
                    Map.entry("pg_partman", Set.of("partman", "part_config")),
                    Map.entry("citus", Set.of("columnar", "create_distributed_table")),
                    Map.entry("h3", Set.of("h3index")),
                    Map.entry("ip4r", Set.of("ip4r", "ip4", "ip6", "ipaddress", "iprange")),
                    Map.entry("age", Set.of("agtype", "graphid", "ag_catalog")),
                    Map.entry("semver", Set.of("semver")),
                    Map.entry("pg_graphql", Set.of("graphql")),
                    Map.entry("pg_net", Set.of("net")),
                    Map.entry("supabase_vault", Set.of("vault")),
                    Map.entry("pgsodium", Set.of("pgsodium")));

    private KnownExtensions() {}

    /** Which of the extensions has an object of this name, as far as that is known. */
    static Optional<String> owner(MissingName missing, Set<String> extensions) {
        String name = missing.name().toLowerCase(java.util.Locale.ROOT).replace("[]", "");
        return extensions.stream()
                .filter(extension -> {
                    Set<String> names = NAMES.getOrDefault(extension, Set.of());
                    return names.contains(name)
                            || names.contains(missing.schema())
                            || (name.startsWith("st_") && extension.equals("postgis"));
                })
                .findFirst();
    }
}
