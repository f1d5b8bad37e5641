package dev.muster.manifest;

/** A relation's name with its schema's. */
public record QualifiedName(String schema, String name) {
    /** As it stands in results. */
    public String label() {
        return schema + "." + name;
    }
}
